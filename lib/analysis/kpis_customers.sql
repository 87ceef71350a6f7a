-- One row is a period of first events: customers, and those of them who ever ordered.
WITH placed AS (
    SELECT
        CASE $grain WHEN 'day' THEN first_day WHEN 'week' THEN CAST(DATE_TRUNC('week', first_day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', first_day) AS DATE) END AS period,
        orders
    FROM kept_journeys($since, $until, $channels, $devices, $countries)
)
SELECT
    period, COUNT(*) AS customers, CAST(SUM(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS converted
FROM placed
GROUP BY period
ORDER BY period
