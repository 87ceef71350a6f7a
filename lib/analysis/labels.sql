-- One row is a touchpoint, stage or channel that happens.
SELECT DISTINCT
    CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') WHEN 'channel' THEN COALESCE(channel, '(unknown)')
         ELSE touchpoint END AS label
FROM events
ORDER BY label
