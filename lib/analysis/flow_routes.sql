-- One row is an exact beginning of a path (up to eight steps), the most travelled first.
WITH customers_steps AS (
    SELECT
        customer_id, anchor_place,
        MAX(CASE WHEN step = 1 THEN label END) AS s1, MAX(CASE WHEN step = 2 THEN label END) AS s2,
        MAX(CASE WHEN step = 3 THEN label END) AS s3, MAX(CASE WHEN step = 4 THEN label END) AS s4,
        MAX(CASE WHEN step = 5 THEN label END) AS s5, MAX(CASE WHEN step = 6 THEN label END) AS s6,
        MAX(CASE WHEN step = 7 THEN label END) AS s7, MAX(CASE WHEN step = 8 THEN label END) AS s8
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
    GROUP BY customer_id, anchor_place
)
SELECT s1, s2, s3, s4, s5, s6, s7, s8, COUNT(*) AS customers
FROM customers_steps
GROUP BY s1, s2, s3, s4, s5, s6, s7, s8
ORDER BY COUNT(*) DESC, s1, s2, s3, s4, s5, s6, s7, s8
LIMIT $most
