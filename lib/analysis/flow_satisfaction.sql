-- One row is a step reached from a step: what the customers who went there answered about where they are.
WITH paths AS (
    SELECT customer_id, step, label,
        LAG(label) OVER (PARTITION BY customer_id, anchor_place ORDER BY step) AS label_before
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
),
labelled AS (
    SELECT
        customer_id, top,
        CASE $level
            WHEN 'stage' THEN COALESCE(stage, '(unknown)')
            WHEN 'channel' THEN COALESCE(channel, '(unknown)')
            ELSE CASE
                WHEN touchpoint IN CAST($group1 AS VARCHAR[]) THEN CAST($name1 AS VARCHAR)
                WHEN touchpoint IN CAST($group2 AS VARCHAR[]) THEN CAST($name2 AS VARCHAR)
                WHEN touchpoint IN CAST($group3 AS VARCHAR[]) THEN CAST($name3 AS VARCHAR)
                WHEN touchpoint IN CAST($group4 AS VARCHAR[]) THEN CAST($name4 AS VARCHAR)
                ELSE touchpoint
            END
        END AS label
    FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)
    WHERE metric = $metric AND customer_id IS NOT NULL
),
answers AS (
    SELECT customer_id, label, COUNT(*) AS answers, CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops
    FROM labelled
    GROUP BY customer_id, label
)
SELECT
    p.step AS step, p.label_before AS source, p.label AS label, COUNT(*) AS customers,
    CAST(SUM(a.answers) AS BIGINT) AS n, CAST(SUM(a.tops) AS BIGINT) AS top
FROM paths p
JOIN answers a ON a.customer_id = p.customer_id AND a.label = p.label
WHERE p.step <= $steps
GROUP BY p.step, p.label_before, p.label
ORDER BY p.step, p.label, p.label_before
