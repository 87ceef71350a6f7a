-- One row: customers whose path ends before the last column, and those of them who were here lately.
WITH gone AS (
    SELECT customer_id
    FROM kept_paths($level, $collapse, $start, $since, $until, $channels, $devices, $countries)
    WHERE next_label IS NULL AND step < $steps
)
SELECT COUNT(*) AS gone, SUM(CASE WHEN j.last_ts >= CAST($lately AS TIMESTAMP) THEN 1 ELSE 0 END) AS still_open
FROM gone g
JOIN journeys j ON j.customer_id = g.customer_id
