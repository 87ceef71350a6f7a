-- One row: what the counted orders of the period earned, and over how many days.
SELECT
    COUNT(*) AS orders, COUNT(margin) AS margins_known, SUM(CAST(margin AS DOUBLE)) AS margins,
    SUM(CAST(revenue AS DOUBLE)) AS turnover, MIN(day) AS first_day, MAX(day) AS last_day
FROM kept_orders($since, $until, $channels, $devices, $countries)
