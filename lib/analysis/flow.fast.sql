-- The same moves from the packed paths: whole paths are counted first, the small result is taken apart.
WITH paths AS (
    SELECT p, count(*) AS n
    FROM packed_paths($level, $start, $finish, $occurrence, $ahead, $since, $until, $channels, $devices, $countries)
    WHERE $pick_step::INTEGER IS NULL
       OR (((p >> (8 * ($pick_step::INTEGER - 1))) & 255) IN (
               SELECT ev FROM packed_words($level, $ahead) WHERE list_contains($pick_sources::VARCHAR[], touchpoint))
           AND ($pick_targets::VARCHAR[] IS NULL
                OR ((p >> (8 * $pick_step::INTEGER)) & 255) IN (
                    SELECT ev FROM packed_words($level, $ahead) WHERE list_contains($pick_targets::VARCHAR[], touchpoint)
                    UNION ALL SELECT 0 WHERE list_contains($pick_targets::VARCHAR[], '(left)')
                    UNION ALL SELECT 255 WHERE list_contains($pick_targets::VARCHAR[], '(end)'))))
    GROUP BY p
),
moves AS (
    SELECT r.s + 1 AS step, (p >> (8 * r.s)) & 255 AS a, (p >> (8 * (r.s + 1))) & 255 AS b, sum(n)::BIGINT AS customers
    FROM paths, range(0, 7) r(s)
    WHERE (p >> (8 * r.s)) & 255 <> 0 AND r.s + 1 < $steps
      AND ((p >> (8 * r.s)) & 255 <> 255 OR $finish::VARCHAR IS NULL)
    GROUP BY ALL
)
SELECT
    m.step, s.touchpoint AS source, CASE WHEN m.b = 255 AND $finish::VARCHAR IS NOT NULL THEN '(end)' ELSE t.touchpoint END AS target, m.customers
FROM moves m
JOIN packed_words($level, $ahead) s ON s.ev = m.a
LEFT JOIN packed_words($level, $ahead) t ON t.ev = m.b
ORDER BY m.step, m.customers DESC, source, target
