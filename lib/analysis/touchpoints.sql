-- One row is a touchpoint or stage that happens, in the order of its customers.
SELECT
    CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label,
    MIN(stage) AS stage, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers
FROM events
GROUP BY CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END
ORDER BY COUNT(DISTINCT customer_id) DESC, CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END
