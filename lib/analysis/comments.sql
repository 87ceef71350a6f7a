-- One row is an answer of one cell, the latest first.
WITH groups AS (
    SELECT DISTINCT order_id, category
    FROM order_items
    WHERE category IS NOT NULL AND $columns = 'group' AND $column <> '(all)'
),
traits AS (
    SELECT customer_id, choice
    FROM customer_traits
    WHERE trait = CAST($trait AS VARCHAR) AND $columns = 'trait'
)
SELECT
    f.given_at AS given_at, f.metric AS metric, f.score AS score, f.scale_max AS scale_max,
    f.touchpoint AS touchpoint, f.channel AS channel, f.customer_id AS customer_id, f.order_id AS order_id,
    f.question AS question, f.comment AS comment
FROM kept_feedback($since, $until, $channels, $devices, $countries) f
LEFT JOIN groups g ON g.order_id = f.order_id
LEFT JOIN traits t ON t.customer_id = f.customer_id
WHERE ($metric = 'index' OR f.metric = $metric)
  AND (CAST($scale_max AS DOUBLE) IS NULL OR f.scale_max = CAST($scale_max AS DOUBLE))
  AND ($row = '(all)' OR $row = CASE $rows WHEN 'stage' THEN COALESCE(f.stage, '(unknown)')
                                           ELSE COALESCE(f.touchpoint, '(unknown)') END)
  AND ($column = '(all)' OR $column = CASE $columns
        WHEN 'channel' THEN COALESCE(f.channel, '(unknown)') WHEN 'device' THEN COALESCE(f.device, '(unknown)')
        WHEN 'country' THEN COALESCE(f.country, '(unknown)')
        WHEN 'segment' THEN CASE WHEN f.customer_id IS NULL THEN '(unknown)' WHEN f.orders_before = 0 THEN $none_yet
            WHEN f.orders_before = 1 THEN $first_time ELSE $repeat END
        WHEN 'group' THEN COALESCE(g.category, '(unknown)') WHEN 'trait' THEN COALESCE(t.choice, '(unknown)')
        ELSE CAST(CAST(DATE_TRUNC('month', f.day) AS DATE) AS VARCHAR) END)
ORDER BY CASE WHEN f.comment IS NULL THEN 1 ELSE 0 END, f.given_at DESC, f.feedback_id
