-- One row is a cell: answers to one question on one scale, as sums over customers. The index puts every question on
-- 0 to 100. An answer about an order of several product groups counts in each of them, and once in '(all)'.
WITH groups AS (
    SELECT DISTINCT order_id, category
    FROM order_items
    WHERE category IS NOT NULL AND $columns = 'group'
),
traits AS (
    SELECT customer_id, choice
    FROM customer_traits
    WHERE trait = CAST($trait AS VARCHAR) AND $columns = 'trait'
),
placed AS (
    SELECT
        CASE WHEN CAST($metric AS VARCHAR) = 'index' THEN 'index' ELSE f.metric END AS asked,
        CASE WHEN CAST($metric AS VARCHAR) = 'index' THEN CAST(0 AS DOUBLE) ELSE f.scale_min END AS least,
        CASE WHEN CAST($metric AS VARCHAR) = 'index' THEN CAST($full AS DOUBLE) ELSE f.scale_max END AS most,
        CASE WHEN CAST($metric AS VARCHAR) = 'index'
            THEN CAST($full AS DOUBLE) * (f.score - f.scale_min) / NULLIF(f.scale_max - f.scale_min, 0)
            ELSE f.score END AS worth,
        COALESCE(f.customer_id, f.feedback_id) AS unit, f.top AS is_top,
        CASE $rows WHEN 'touchpoint' THEN COALESCE(f.touchpoint, '(unknown)')
            WHEN 'stage' THEN COALESCE(f.stage, '(unknown)') ELSE '(all)' END AS row_label,
        CASE $columns WHEN 'channel' THEN COALESCE(f.channel, '(unknown)')
            WHEN 'device' THEN COALESCE(f.device, '(unknown)') WHEN 'country' THEN COALESCE(f.country, '(unknown)')
            WHEN 'month' THEN CAST(CAST(DATE_TRUNC('month', f.day) AS DATE) AS VARCHAR)
            WHEN 'segment' THEN CASE WHEN f.customer_id IS NULL THEN '(unknown)' WHEN f.orders_before = 0 THEN $none_yet
                WHEN f.orders_before = 1 THEN $first_time ELSE $repeat END
            WHEN 'group' THEN COALESCE(g.category, '(unknown)') WHEN 'trait' THEN COALESCE(t.choice, '(unknown)')
            ELSE '(all)' END AS column_label
    FROM kept_feedback($since, $until, $channels, $devices, $countries) f
    LEFT JOIN groups g ON g.order_id = f.order_id
    LEFT JOIN traits t ON t.customer_id = f.customer_id
    WHERE CAST($metric AS VARCHAR) IS NULL OR CAST($metric AS VARCHAR) = 'index' OR f.metric = CAST($metric AS VARCHAR)
),
customers_answers AS (
    SELECT
        asked, least, most, row_label, column_label, unit,
        CAST(COUNT(*) AS DOUBLE) AS answers, SUM(worth) AS scores,
        CAST(SUM(CASE WHEN is_top THEN 1 ELSE 0 END) AS DOUBLE) AS tops,
        CAST(SUM(CASE WHEN worth >= 9 THEN 1 WHEN worth <= 6 THEN -1 ELSE 0 END) AS DOUBLE) AS promoters
    FROM placed
    WHERE worth IS NOT NULL
    GROUP BY asked, least, most, row_label, column_label, unit
)
SELECT
    asked AS metric, least AS scale_min, most AS scale_max, row_label, column_label, COUNT(*) AS units,
    SUM(answers) AS x, SUM(answers * answers) AS xx,
    SUM(scores) AS s, SUM(scores * scores) AS ss, SUM(answers * scores) AS xs,
    SUM(tops) AS t, SUM(tops * tops) AS tt, SUM(answers * tops) AS xt,
    SUM(promoters) AS p, SUM(promoters * promoters) AS pp, SUM(answers * promoters) AS xp
FROM customers_answers
GROUP BY asked, least, most, row_label, column_label
ORDER BY asked, most, row_label, column_label
