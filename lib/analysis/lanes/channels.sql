-- One row is a touchpoint and channel with its customers; device and country are those of the first event.
SELECT
    e.touchpoint AS label, COALESCE(e.channel, '(unknown)') AS medium, COUNT(DISTINCT e.customer_id) AS customers
FROM kept_events($since, $until, $channels, NULL, NULL) e
JOIN kept_journeys(NULL, NULL, NULL, $devices, $countries) j ON j.customer_id = e.customer_id
WHERE e.kept
GROUP BY e.touchpoint, COALESCE(e.channel, '(unknown)')
ORDER BY e.touchpoint, COUNT(DISTINCT e.customer_id) DESC, COALESCE(e.channel, '(unknown)')
