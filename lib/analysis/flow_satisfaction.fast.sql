-- The same answers over the packed paths: only those who answered are taken apart.
WITH answers AS (
    SELECT j.cust, t.ev, count(*) AS answers, count_if(f.top) AS tops
    FROM feedback_facts f
    JOIN journeys j ON j.customer_id = f.customer_id
    JOIN packed_words($level, 0) t ON t.touchpoint = CASE $level
        WHEN 'stage' THEN coalesce(f.stage, '(unknown)') WHEN 'channel' THEN coalesce(f.channel, '(unknown)')
        ELSE f.touchpoint END
    WHERE f.metric = $metric
    GROUP BY ALL
),
met AS (
    SELECT
        r.s + 1 AS step, CASE WHEN r.s = 0 THEN 0 ELSE (k.p >> (8 * (r.s - 1))) & 255 END AS a, answers.ev AS b,
        answers.answers, answers.tops
    FROM packed_paths($level, $start, $finish, $occurrence, $ahead, $since, $until, $channels, $devices, $countries) k
    JOIN answers ON answers.cust = k.cust, range(0, 8) r(s)
    WHERE (k.p >> (8 * r.s)) & 255 = answers.ev AND r.s < $steps
)
SELECT
    m.step, s.touchpoint AS source, t.touchpoint AS label, count(*) AS customers,
    sum(m.answers)::BIGINT AS n, sum(m.tops)::BIGINT AS top
FROM met m
JOIN packed_words($level, $ahead) t ON t.ev = m.b
LEFT JOIN packed_words($level, $ahead) s ON s.ev = m.a
GROUP BY ALL
ORDER BY step, label, source
