-- The same moves from the packed paths: whole paths are counted first, the small result is taken apart.
WITH paths AS (
    SELECT p, count(*) AS n
    FROM packed_paths($start, $since, $until, $channels, $devices, $countries)
    WHERE $pick_step::INTEGER IS NULL
       OR (((p >> (8 * ($pick_step::INTEGER - 1))) & 255) IN (
               SELECT ev FROM dim_tp WHERE list_contains($pick_sources::VARCHAR[], touchpoint))
           AND ($pick_targets::VARCHAR[] IS NULL
                OR ((p >> (8 * $pick_step::INTEGER)) & 255) IN (
                    SELECT ev FROM dim_tp WHERE list_contains($pick_targets::VARCHAR[], touchpoint)
                    UNION ALL SELECT 0 WHERE list_contains($pick_targets::VARCHAR[], '(left)'))))
    GROUP BY p
),
moves AS (
    SELECT r.s + 1 AS step, (p >> (8 * r.s)) & 255 AS a, (p >> (8 * (r.s + 1))) & 255 AS b, sum(n)::BIGINT AS customers
    FROM paths, range(0, 7) r(s)
    WHERE (p >> (8 * r.s)) & 255 <> 0 AND r.s + 1 < $steps
    GROUP BY ALL
)
SELECT m.step, s.touchpoint AS source, t.touchpoint AS target, m.customers
FROM moves m
JOIN dim_tp s ON s.ev = m.a
LEFT JOIN dim_tp t ON t.ev = m.b
ORDER BY m.step, m.customers DESC, source, target
