-- One row: what followed for the customers behind one element of a flow, counted from when they stood there.
-- Answers count per customer: x of them, y in the top boxes, with the squares that their interval needs.
WITH stood AS (
    SELECT customer_id, anchor_place, instant_us, CAST(next_instant_us - instant_us AS DOUBLE) AS passed_us
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
    WHERE step = CAST($pick_step AS BIGINT)
      AND label IN CAST($pick_sources AS VARCHAR[])
      AND (CAST($pick_targets AS VARCHAR[]) IS NULL
           OR COALESCE(next_label, '(left)') IN CAST($pick_targets AS VARCHAR[]))
),
bought AS (
    SELECT
        s.customer_id AS customer_id, s.anchor_place AS anchor_place, COUNT(o.order_id) AS orders,
        SUM(o.revenue) AS spent, SUM(o.margin) AS earned
    FROM stood s
    JOIN kept_orders(NULL, NULL, NULL, NULL, NULL) o
        ON o.customer_id = s.customer_id AND o.instant_us >= s.instant_us
    GROUP BY s.customer_id, s.anchor_place
),
asked AS (
    SELECT
        s.customer_id AS customer_id, s.anchor_place AS anchor_place, CAST(COUNT(*) AS DOUBLE) AS x,
        CAST(SUM(CASE WHEN f.top THEN 1 ELSE 0 END) AS DOUBLE) AS y
    FROM stood s
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f
        ON f.customer_id = s.customer_id AND f.instant_us >= s.instant_us
    WHERE f.metric = CAST($metric AS VARCHAR)
    GROUP BY s.customer_id, s.anchor_place
)
SELECT
    COUNT(*) AS customers, MEDIAN(s.passed_us) AS median_us, QUANTILE_CONT(s.passed_us, 0.9) AS p90_us,
    COUNT(b.orders) AS buyers, CAST(SUM(b.orders) AS BIGINT) AS later_orders,
    SUM(b.spent) AS later_revenue, SUM(b.earned) AS later_margin,
    COUNT(a.x) AS units, SUM(a.x) AS sx, SUM(a.y) AS sy, SUM(a.x * a.x) AS sxx, SUM(a.y * a.y) AS syy,
    SUM(a.x * a.y) AS sxy
FROM stood s
LEFT JOIN bought b ON b.customer_id = s.customer_id AND b.anchor_place = s.anchor_place
LEFT JOIN asked a ON a.customer_id = s.customer_id AND a.anchor_place = s.anchor_place
