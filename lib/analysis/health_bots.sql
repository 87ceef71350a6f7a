-- One row is a customer who acts like a machine, with the number of events.
WITH busy AS (
    SELECT customer_id FROM events WHERE origin = $file GROUP BY customer_id HAVING COUNT(*) > $most
),
paced AS (
    SELECT
        e.customer_id AS customer_id, e.ts AS ts,
        LAG(e.ts, $most) OVER (PARTITION BY e.customer_id ORDER BY e.ts, e.event_id) AS earlier
    FROM events e
    JOIN busy b ON b.customer_id = e.customer_id
    WHERE e.origin = $file
),
machines AS (
    SELECT customer_id FROM paced WHERE ts <= earlier + INTERVAL '1' HOUR
    UNION SELECT customer_id FROM events WHERE device IN CAST($machines AS VARCHAR[])
)
SELECT e.customer_id AS customer_id, COUNT(*) AS happened
FROM events e
JOIN machines m ON m.customer_id = e.customer_id
WHERE e.origin = $file
GROUP BY e.customer_id
ORDER BY happened DESC, e.customer_id
