-- One row is one of the customers named, the earliest first.
SELECT
    customer_id, first_ts AS first_seen, last_ts AS last_seen, events, orders, revenue AS spent, channel, device, country
FROM kept_journeys($since, $until, $channels, $devices, $countries)
WHERE customer_id IN CAST($customers AS VARCHAR[])
ORDER BY first_ts, customer_id
