-- One row is a period of counted orders, with the sums of squares that intervals need.
WITH placed AS (
    SELECT
        CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
        customer_id, place, returned, revenue, net_revenue,
        CAST(revenue AS DOUBLE) AS amount, CAST(net_revenue AS DOUBLE) AS net_amount
    FROM kept_orders($since, $until, $channels, $devices, $countries)
)
SELECT
    period, COUNT(*) AS orders, COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT CASE WHEN place > 1 THEN customer_id END) AS returning_customers,
    CAST(SUM(CASE WHEN returned THEN 1 ELSE 0 END) AS BIGINT) AS returned_orders,
    CAST(SUM(revenue) AS DOUBLE) AS turnover, SUM(amount * amount) AS turnover_squares,
    CAST(SUM(net_revenue) AS DOUBLE) AS net_turnover, SUM(net_amount * net_amount) AS net_squares
FROM placed
GROUP BY period
ORDER BY period
