-- One row is a customer who answered: what came first after the last answer, an order or (left) any event at all.
WITH answered AS (
    SELECT customer_id, MAX(given_at) AS last_at
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE customer_id IS NOT NULL AND metric = CAST($metric AS VARCHAR)
      AND scale_min = CAST($scale_min AS DOUBLE) AND scale_max = CAST($scale_max AS DOUBLE)
      AND CASE $by WHEN 'stage' THEN stage ELSE touchpoint END IS NOT NULL
    GROUP BY customer_id
),
later AS (
    SELECT customer_id, ordered_at AS moment
    FROM kept_orders(NULL, NULL, NULL, NULL, NULL)
    WHERE customer_id IS NOT NULL AND NOT CAST($any_event AS BOOLEAN)
    UNION ALL
    SELECT customer_id, ts AS moment
    FROM kept_events(NULL, NULL, NULL, NULL, NULL)
    WHERE CAST($any_event AS BOOLEAN)
      AND CASE WHEN touchpoint IN CAST($passive AS VARCHAR[]) THEN 1 ELSE 0 END = 0
)
SELECT a.customer_id AS customer_id, a.last_at AS last_at, MIN(l.moment) AS next_at
FROM answered a
LEFT JOIN later l ON l.customer_id = a.customer_id AND l.moment > a.last_at
GROUP BY a.customer_id, a.last_at
ORDER BY a.customer_id, a.last_at
