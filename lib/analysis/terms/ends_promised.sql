-- One row is the last moment at which anything is known of promises of refunds, prices and stocks.
WITH lasts AS (
    SELECT MAX(made_at) AS moment FROM promises
    UNION ALL
    SELECT MAX(kept_at) AS moment FROM promises
)
SELECT MAX(moment) AS last_moment, CAST((MAX(moment) AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS last_day
FROM lasts
