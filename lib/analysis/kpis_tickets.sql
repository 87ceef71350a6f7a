-- One row is a period of opened tickets.
SELECT
    CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
    COUNT(*) AS tickets
FROM kept_tickets($since, $until, $channels, $devices, $countries)
GROUP BY 1
ORDER BY 1
