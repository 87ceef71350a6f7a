-- The same routes from the packed paths.
WITH paths AS (
    SELECT p, count(*) AS customers
    FROM packed_paths($level, $start, $finish, $occurrence, $ahead, $since, $until, $channels, $devices, $countries)
    GROUP BY p
)
SELECT
    t1.touchpoint AS s1, t2.touchpoint AS s2, t3.touchpoint AS s3, t4.touchpoint AS s4,
    t5.touchpoint AS s5, t6.touchpoint AS s6, t7.touchpoint AS s7, t8.touchpoint AS s8, customers
FROM paths
LEFT JOIN packed_words($level, $ahead) t1 ON t1.ev = p & 255
LEFT JOIN packed_words($level, $ahead) t2 ON t2.ev = (p >> 8) & 255
LEFT JOIN packed_words($level, $ahead) t3 ON t3.ev = (p >> 16) & 255
LEFT JOIN packed_words($level, $ahead) t4 ON t4.ev = (p >> 24) & 255
LEFT JOIN packed_words($level, $ahead) t5 ON t5.ev = (p >> 32) & 255
LEFT JOIN packed_words($level, $ahead) t6 ON t6.ev = (p >> 40) & 255
LEFT JOIN packed_words($level, $ahead) t7 ON t7.ev = (p >> 48) & 255
LEFT JOIN packed_words($level, $ahead) t8 ON t8.ev = (p >> 56) & 255
ORDER BY customers DESC, s1, s2, s3, s4, s5, s6, s7, s8
LIMIT $most
