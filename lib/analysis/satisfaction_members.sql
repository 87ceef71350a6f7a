-- One row is a customer behind one cell, the earliest first.
WITH groups AS (
    SELECT DISTINCT order_id, category
    FROM order_items
    WHERE category IS NOT NULL AND $columns = 'group' AND $column <> '(all)'
),
traits AS (
    SELECT customer_id, choice
    FROM customer_traits
    WHERE trait = CAST($trait AS VARCHAR) AND $columns = 'trait'
),
gave AS (
    SELECT
        f.customer_id AS customer_id, COUNT(*) AS given_answers, MAX(f.given_at) AS last_answer
    FROM kept_feedback($since, $until, $channels, $devices, $countries) f
    LEFT JOIN groups g ON g.order_id = f.order_id
    LEFT JOIN traits t ON t.customer_id = f.customer_id
    WHERE f.customer_id IS NOT NULL AND ($metric = 'index' OR f.metric = $metric)
      AND (CAST($scale_max AS DOUBLE) IS NULL OR f.scale_max = CAST($scale_max AS DOUBLE))
      AND ($row = '(all)' OR $row = CASE $rows WHEN 'stage' THEN COALESCE(f.stage, '(unknown)')
                                               ELSE COALESCE(f.touchpoint, '(unknown)') END)
      AND ($column = '(all)' OR $column = CASE $columns
            WHEN 'channel' THEN COALESCE(f.channel, '(unknown)') WHEN 'device' THEN COALESCE(f.device, '(unknown)')
            WHEN 'country' THEN COALESCE(f.country, '(unknown)')
            WHEN 'segment' THEN CASE WHEN f.orders_before = 0 THEN $none_yet WHEN f.orders_before = 1 THEN $first_time
                ELSE $repeat END
            WHEN 'group' THEN COALESCE(g.category, '(unknown)') WHEN 'trait' THEN COALESCE(t.choice, '(unknown)')
            ELSE CAST(CAST(DATE_TRUNC('month', f.day) AS DATE) AS VARCHAR) END)
    GROUP BY f.customer_id
),
numbered AS (
    SELECT
        e.customer_id AS customer_id, e.touchpoint AS touchpoint,
        ROW_NUMBER() OVER (PARTITION BY e.customer_id ORDER BY e.ts DESC, e.event_id DESC) AS back
    FROM kept_events(NULL, NULL, NULL, NULL, NULL) e
    JOIN gave a ON a.customer_id = e.customer_id
    WHERE e.ts <= a.last_answer AND e.touchpoint <> $answering
),
paths_back AS (
    SELECT
        customer_id,
        MAX(CASE WHEN back = 1 THEN touchpoint END) AS before_1,
        MAX(CASE WHEN back = 2 THEN touchpoint END) AS before_2,
        MAX(CASE WHEN back = 3 THEN touchpoint END) AS before_3,
        MAX(CASE WHEN back = 4 THEN touchpoint END) AS before_4,
        MAX(CASE WHEN back = 5 THEN touchpoint END) AS before_5
    FROM numbered
    GROUP BY customer_id
)
SELECT
    a.customer_id AS customer_id, j.first_ts AS first_seen, j.last_ts AS last_seen, j.events AS events,
    j.orders AS orders, j.revenue AS spent, j.channel AS channel, j.device AS device, j.country AS country,
    a.given_answers AS answers, a.last_answer AS answered_at, p.before_1 AS before_1, p.before_2 AS before_2,
    p.before_3 AS before_3, p.before_4 AS before_4, p.before_5 AS before_5
FROM gave a
LEFT JOIN kept_journeys(NULL, NULL, NULL, NULL, NULL) j ON j.customer_id = a.customer_id
LEFT JOIN paths_back p ON p.customer_id = a.customer_id
ORDER BY j.first_ts, a.customer_id
