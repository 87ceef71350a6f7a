-- One row is a period of session starts; the period is NULL where all are counted together.
WITH placed AS (
    SELECT
        CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
        cart, orders
    FROM kept_sessions($since, $until, $channels, $devices, $countries)
)
SELECT
    period, COUNT(*) AS sessions,
    CAST(SUM(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS converted,
    CAST(SUM(CASE WHEN cart THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN cart AND orders = 0 THEN 1 ELSE 0 END) AS BIGINT) AS abandoned
FROM placed
GROUP BY period
ORDER BY period
