-- One row is a day of counted orders: how many, their revenue, and their margin where it is known.
SELECT
    day, COUNT(*) AS orders, SUM(CAST(revenue AS DOUBLE)) AS turnover, SUM(CAST(margin AS DOUBLE)) AS earned,
    COUNT(margin) AS margins
FROM kept_orders($since, $until, $channels, $devices, $countries)
GROUP BY day
ORDER BY day
