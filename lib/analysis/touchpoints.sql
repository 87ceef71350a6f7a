-- One row is a touchpoint or stage that happens, in the order of its customers.
WITH labelled AS (
    SELECT
        CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label,
        stage AS event_stage, customer_id
    FROM events
)
SELECT label, MIN(event_stage) AS stage, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers
FROM labelled
GROUP BY label
ORDER BY COUNT(DISTINCT customer_id) DESC, label
