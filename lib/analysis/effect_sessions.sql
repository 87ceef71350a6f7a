-- One row is a day of session starts: sessions, those with a cart, with an order, with a cart but no order.
SELECT
    day, COUNT(*) AS sessions,
    CAST(SUM(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS converted,
    CAST(SUM(CASE WHEN cart THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN cart AND orders = 0 THEN 1 ELSE 0 END) AS BIGINT) AS abandoned
FROM kept_sessions($since, $until, $channels, $devices, $countries)
GROUP BY day
ORDER BY day
