-- One row is the end of the data: the last moment at which anything is known to have happened.
WITH lasts AS (
    SELECT MAX(ts) AS moment FROM events
    UNION ALL
    SELECT MAX(ordered_at) AS moment FROM orders
    UNION ALL
    SELECT MAX(delivered_at) AS moment FROM orders
    UNION ALL
    SELECT MAX(opened_at) AS moment FROM tickets
)
SELECT MAX(moment) AS last_moment, CAST((MAX(moment) AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS last_day
FROM lasts
