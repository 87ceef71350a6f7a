-- One row is a period of opened tickets.
WITH placed AS (
    SELECT
        CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period
    FROM kept_tickets($since, $until, $channels, $devices, $countries)
)
SELECT period, COUNT(*) AS tickets
FROM placed
GROUP BY period
ORDER BY period
