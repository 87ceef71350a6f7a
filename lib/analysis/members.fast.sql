-- The same customers from the packed paths.
SELECT
    j.customer_id, j.first_ts AS first_seen, j.last_ts AS last_seen, j.events, j.orders, j.revenue AS spent,
    j.channel::VARCHAR AS channel, j.device::VARCHAR AS device, j.country::VARCHAR AS country
FROM packed_paths($level, $start, $finish, $occurrence, $ahead, $since, $until, $channels, $devices, $countries) k
JOIN journeys j ON j.cust = k.cust
WHERE ((k.p >> (8 * ($pick_step::INTEGER - 1))) & 255) IN (
          SELECT ev FROM packed_words($level, $ahead) WHERE list_contains($pick_sources::VARCHAR[], touchpoint))
  AND ($pick_targets::VARCHAR[] IS NULL
       OR ((k.p >> (8 * $pick_step::INTEGER)) & 255) IN (
           SELECT ev FROM packed_words($level, $ahead) WHERE list_contains($pick_targets::VARCHAR[], touchpoint)
           UNION ALL SELECT 0 WHERE list_contains($pick_targets::VARCHAR[], '(left)')
           UNION ALL SELECT 255 WHERE list_contains($pick_targets::VARCHAR[], '(end)')))
ORDER BY j.first_ts, j.customer_id
