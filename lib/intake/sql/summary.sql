-- How many customers there are, and from when to when.
WITH moments AS (
    SELECT ts FROM events UNION ALL SELECT ordered_at FROM orders UNION ALL SELECT given_at FROM feedback
    UNION ALL SELECT opened_at FROM tickets UNION ALL SELECT returned_at FROM returns
    UNION ALL SELECT made_at FROM promises UNION ALL SELECT kept_at FROM promises
),
days AS (
    SELECT CAST((ts AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day FROM (SELECT min(ts) AS ts FROM moments UNION ALL SELECT max(ts) FROM moments)
    UNION ALL SELECT min(day) FROM spend UNION ALL SELECT max(day) FROM spend
)
SELECT
    (SELECT count(DISTINCT customer_id) FROM events) AS customers,
    (SELECT count(*) FROM events WHERE origin = 'file') AS events,
    (SELECT count(DISTINCT customer_id) FROM events WHERE origin = 'file') AS event_customers,
    (SELECT count(*) FROM orders WHERE customer_id IS NULL) AS nameless_orders,
    min(day)::VARCHAR AS since, max(day)::VARCHAR AS until
FROM days
