-- The same moves from the journey's start, ready-made for channel and device.
SELECT c.step::BIGINT AS step, s.touchpoint AS source, t.touchpoint AS target, sum(c.n)::BIGINT AS customers
FROM cube c
JOIN dim_tp s ON s.ev = c.a
LEFT JOIN dim_tp t ON t.ev = c.b
WHERE c.step < $steps
  AND passes(NULL::TIMESTAMP, c.channel, c.device, NULL::VARCHAR, NULL, NULL, $channels, $devices, NULL)
GROUP BY ALL
ORDER BY step, customers DESC, source, target
