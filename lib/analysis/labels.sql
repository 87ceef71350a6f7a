-- One row is a touchpoint or stage that happens.
SELECT DISTINCT CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label
FROM events
ORDER BY label
