-- One row is a move: customers who went from source at a step to target at the next; no target = left there.
WITH paths AS (
    SELECT customer_id, step, label, next_label
    FROM kept_paths($level, $collapse, $start, $since, $until, $channels, $devices, $countries)
),
picked AS (
    SELECT customer_id
    FROM paths
    WHERE step = CAST($pick_step AS BIGINT)
      AND label IN CAST($pick_sources AS VARCHAR[])
      AND (CAST($pick_targets AS VARCHAR[]) IS NULL
           OR COALESCE(next_label, '(left)') IN CAST($pick_targets AS VARCHAR[]))
)
SELECT p.step AS step, p.label AS source, p.next_label AS target, COUNT(*) AS customers
FROM paths p
LEFT JOIN picked k ON k.customer_id = p.customer_id
WHERE p.step < $steps AND (CAST($pick_step AS BIGINT) IS NULL OR k.customer_id IS NOT NULL)
GROUP BY p.step, p.label, p.next_label
ORDER BY p.step, COUNT(*) DESC, p.label, p.next_label
