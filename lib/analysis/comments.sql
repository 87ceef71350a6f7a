-- One row is an answer of one cell, the latest first.
SELECT
    given_at, score, scale_max, touchpoint, channel, customer_id, order_id, question, comment
FROM kept_feedback($since, $until, $channels, $devices, $countries)
WHERE metric = $metric
  AND (CAST($scale_max AS DOUBLE) IS NULL OR scale_max = CAST($scale_max AS DOUBLE))
  AND ($row = '(all)' OR $row = CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)')
                                           ELSE COALESCE(touchpoint, '(unknown)') END)
  AND ($column = '(all)' OR $column = CASE $columns
        WHEN 'channel' THEN COALESCE(channel, '(unknown)') WHEN 'device' THEN COALESCE(device, '(unknown)')
        WHEN 'country' THEN COALESCE(country, '(unknown)')
        ELSE CAST(CAST(DATE_TRUNC('month', day) AS DATE) AS VARCHAR) END)
ORDER BY CASE WHEN comment IS NULL THEN 1 ELSE 0 END, given_at DESC, feedback_id
