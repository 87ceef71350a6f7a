-- One row: customers whose path ends before the last column, and those of them who were here lately.
WITH gone AS (
    SELECT customer_id
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
    WHERE next_label IS NULL AND step < $steps
)
SELECT
    COUNT(*) AS gone,
    CAST(SUM(CASE WHEN j.last_ts >= CAST($lately AS TIMESTAMP) THEN 1 ELSE 0 END) AS BIGINT) AS still_open
FROM gone g
JOIN kept_journeys(NULL, NULL, NULL, NULL, NULL) j ON j.customer_id = g.customer_id
