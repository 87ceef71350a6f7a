-- One row is a step reached from a step: what the customers who went there answered about where they are.
WITH paths AS (
    SELECT customer_id, step, label,
        LAG(label) OVER (PARTITION BY customer_id ORDER BY step) AS label_before
    FROM kept_paths($level, $collapse, $start, $since, $until, $channels, $devices, $countries)
),
answers AS (
    SELECT
        customer_id, CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label,
        COUNT(*) AS answers, CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops
    FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)
    WHERE metric = $metric AND customer_id IS NOT NULL
    GROUP BY customer_id, CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END
)
SELECT
    p.step AS step, p.label_before AS source, p.label AS label, COUNT(*) AS customers,
    CAST(SUM(a.answers) AS BIGINT) AS n, CAST(SUM(a.tops) AS BIGINT) AS top
FROM paths p
JOIN answers a ON a.customer_id = p.customer_id AND a.label = p.label
WHERE p.step <= $steps
GROUP BY p.step, p.label_before, p.label
ORDER BY p.step, p.label, p.label_before
