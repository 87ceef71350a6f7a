-- One row is a move: customers who went from source at a step to target at the next; no target = left there.
WITH paths AS (
    SELECT customer_id, anchor_place, step, label, next_label
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
),
picked AS (
    SELECT customer_id, anchor_place
    FROM paths
    WHERE step = CAST($pick_step AS BIGINT)
      AND label IN CAST($pick_sources AS VARCHAR[])
      AND (CAST($pick_targets AS VARCHAR[]) IS NULL
           OR COALESCE(next_label, '(left)') IN CAST($pick_targets AS VARCHAR[]))
)
SELECT p.step AS step, p.label AS source, p.next_label AS target, COUNT(*) AS customers
FROM paths p
LEFT JOIN picked k ON k.customer_id = p.customer_id AND k.anchor_place = p.anchor_place
WHERE p.step < $steps AND (CAST($pick_step AS BIGINT) IS NULL OR k.customer_id IS NOT NULL)
GROUP BY p.step, p.label, p.next_label
ORDER BY p.step, COUNT(*) DESC, p.label, p.next_label
