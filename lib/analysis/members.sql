-- One row is a customer behind one element of a flow, the earliest first.
WITH picked AS (
    SELECT customer_id
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
    WHERE step = CAST($pick_step AS BIGINT)
      AND label IN CAST($pick_sources AS VARCHAR[])
      AND (CAST($pick_targets AS VARCHAR[]) IS NULL
           OR COALESCE(next_label, '(left)') IN CAST($pick_targets AS VARCHAR[]))
)
SELECT
    j.customer_id AS customer_id, j.first_ts AS first_seen, j.last_ts AS last_seen, j.events AS events,
    j.orders AS orders, j.revenue AS spent, j.channel AS channel, j.device AS device, j.country AS country
FROM kept_journeys(NULL, NULL, NULL, NULL, NULL) j
JOIN picked k ON k.customer_id = j.customer_id
ORDER BY j.first_ts, j.customer_id
