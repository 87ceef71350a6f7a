-- One row is a touchpoint and channel with its customers.
SELECT touchpoint AS label, COALESCE(channel, '(unknown)') AS medium, COUNT(DISTINCT customer_id) AS customers
FROM kept_events($since, $until, $channels, $devices, $countries)
WHERE kept
GROUP BY touchpoint, COALESCE(channel, '(unknown)')
ORDER BY touchpoint, COUNT(DISTINCT customer_id) DESC, COALESCE(channel, '(unknown)')
