-- The same from the list of touchpoints, each of which has one stage.
SELECT DISTINCT CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label
FROM dim_tp
ORDER BY label
