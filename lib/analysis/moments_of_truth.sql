-- One row is a touchpoint x satisfied or not x first or repeat customer: who ordered within the window after
-- the first answer about it. Answers too young to have the whole window behind them are left out.
WITH answered AS (
    SELECT
        customer_id, touchpoint, stage, instant_us, top,
        ROW_NUMBER() OVER (PARTITION BY customer_id, touchpoint ORDER BY given_at, feedback_id) AS turn
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = $scale_min AND scale_max = $scale_max
      AND customer_id IS NOT NULL AND touchpoint IS NOT NULL
      AND (CAST($complete AS TIMESTAMP) IS NULL OR given_at < CAST($complete AS TIMESTAMP))
),
followed AS (
    SELECT
        a.customer_id AS customer_id, a.touchpoint AS touchpoint, a.stage AS stage, a.top AS satisfied,
        CAST(SUM(CASE WHEN o.instant_us <= a.instant_us THEN 1 ELSE 0 END) AS BIGINT) AS orders_before,
        CAST(SUM(CASE WHEN o.instant_us > a.instant_us
            AND o.instant_us <= a.instant_us + CAST($window_us AS BIGINT) THEN 1 ELSE 0 END) AS BIGINT) AS orders_after
    FROM answered a
    LEFT JOIN kept_orders(NULL, NULL, NULL, NULL, NULL) o ON o.customer_id = a.customer_id
    WHERE a.turn = 1
    GROUP BY a.customer_id, a.touchpoint, a.stage, a.top
)
SELECT
    touchpoint AS label, MIN(stage) AS asked_in, satisfied, CASE WHEN orders_before > 1 THEN 1 ELSE 0 END AS repeat,
    COUNT(*) AS customers, CAST(SUM(CASE WHEN orders_after > 0 THEN 1 ELSE 0 END) AS BIGINT) AS buyers
FROM followed
GROUP BY touchpoint, satisfied, CASE WHEN orders_before > 1 THEN 1 ELSE 0 END
ORDER BY touchpoint, satisfied, CASE WHEN orders_before > 1 THEN 1 ELSE 0 END
