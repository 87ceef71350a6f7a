-- The same from the sums per day.
SELECT
    CASE $grain WHEN 'day' THEN day WHEN 'week' THEN date_trunc('week', day)::DATE
                WHEN 'month' THEN date_trunc('month', day)::DATE END AS period,
    sum(sessions)::BIGINT AS sessions, sum(converted)::BIGINT AS converted,
    sum(carts)::BIGINT AS carts, sum(abandoned)::BIGINT AS abandoned
FROM session_days
WHERE ($first_day::DATE IS NULL OR day >= $first_day::DATE) AND ($last_day::DATE IS NULL OR day <= $last_day::DATE)
  AND passes(NULL::TIMESTAMP, channel, device, country, NULL, NULL, $channels, $devices, $countries)
GROUP BY 1
ORDER BY 1
