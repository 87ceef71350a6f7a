-- One row is a step of the ideal path: customers who reached it, and those who moved past it without it.
WITH labelled AS (
    SELECT
        e.customer_id AS customer_id, e.ts AS ts, e.event_id AS event_id,
        CASE $level WHEN 'stage' THEN e.stage WHEN 'channel' THEN e.channel ELSE e.touchpoint END AS label
    FROM kept_events(NULL, NULL, NULL, NULL, NULL) e
    JOIN kept_journeys($since, $until, $channels, $devices, $countries) j ON j.customer_id = e.customer_id
),
placed AS (
    SELECT
        customer_id, ts, event_id,
        CASE label
            WHEN CAST($ideal_1 AS VARCHAR) THEN 1 WHEN CAST($ideal_2 AS VARCHAR) THEN 2
            WHEN CAST($ideal_3 AS VARCHAR) THEN 3 WHEN CAST($ideal_4 AS VARCHAR) THEN 4
            WHEN CAST($ideal_5 AS VARCHAR) THEN 5 WHEN CAST($ideal_6 AS VARCHAR) THEN 6
            WHEN CAST($ideal_7 AS VARCHAR) THEN 7 WHEN CAST($ideal_8 AS VARCHAR) THEN 8
            WHEN CAST($ideal_9 AS VARCHAR) THEN 9 WHEN CAST($ideal_10 AS VARCHAR) THEN 10
            WHEN CAST($ideal_11 AS VARCHAR) THEN 11 WHEN CAST($ideal_12 AS VARCHAR) THEN 12
        END AS place
    FROM labelled
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, place,
        LAG(place) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place_before
    FROM placed
    WHERE place IS NOT NULL
),
entered AS (
    SELECT
        customer_id, place, place_before,
        ROW_NUMBER() OVER (PARTITION BY customer_id, place ORDER BY ts, event_id) AS visit,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS step
    FROM sequenced
    WHERE place_before IS NULL OR place_before <> place
),
steps AS (
    SELECT 1 AS place
    UNION ALL SELECT 2 AS place
    UNION ALL SELECT 3 AS place
    UNION ALL SELECT 4 AS place
    UNION ALL SELECT 5 AS place
    UNION ALL SELECT 6 AS place
    UNION ALL SELECT 7 AS place
    UNION ALL SELECT 8 AS place
    UNION ALL SELECT 9 AS place
    UNION ALL SELECT 10 AS place
    UNION ALL SELECT 11 AS place
    UNION ALL SELECT 12 AS place
),
reached AS (
    SELECT place, COUNT(*) AS people
    FROM entered
    WHERE visit = 1
    GROUP BY place
),
missing AS (
    SELECT DISTINCT e.customer_id AS customer_id, s.place AS place
    FROM entered e
    JOIN steps s ON s.place > e.place_before AND s.place < e.place
),
passed AS (
    SELECT m.place AS place, COUNT(*) AS people
    FROM missing m
    GROUP BY m.place
),
never AS (
    SELECT m.place AS place, COUNT(*) AS people
    FROM missing m
    LEFT JOIN entered e ON e.customer_id = m.customer_id AND e.place = m.place AND e.visit = 1
    WHERE e.place IS NULL
    GROUP BY m.place
)
SELECT
    s.place AS step, COALESCE(r.people, 0) AS customers, COALESCE(p.people, 0) AS passed_over,
    COALESCE(n.people, 0) AS never
FROM steps s
LEFT JOIN reached r ON r.place = s.place
LEFT JOIN passed p ON p.place = s.place
LEFT JOIN never n ON n.place = s.place
WHERE s.place <= $length
ORDER BY s.place
