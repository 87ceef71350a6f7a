-- One row is a period of counted orders, with the sums of squares that intervals need.
SELECT
    CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
    COUNT(*) AS orders,
    COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT CASE WHEN place > 1 THEN customer_id END) AS returning_customers,
    CAST(SUM(CASE WHEN returned THEN 1 ELSE 0 END) AS BIGINT) AS returned,
    SUM(CAST(revenue AS DOUBLE)) AS turnover,
    SUM(CAST(revenue AS DOUBLE) * CAST(revenue AS DOUBLE)) AS turnover_squares,
    SUM(CAST(net_revenue AS DOUBLE)) AS net_turnover,
    SUM(CAST(net_revenue AS DOUBLE) * CAST(net_revenue AS DOUBLE)) AS net_squares
FROM kept_orders($since, $until, $channels, $devices, $countries)
GROUP BY 1
ORDER BY 1
