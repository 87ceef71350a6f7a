-- One row is a move between two steps of the order (part 1), a step and those who reached it (part 2), all moves
-- of a kind (part 3: target 1 next, 2 skip, 3 back, 4 back at a step left before), or all customers (part 4).
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
moved AS (
    SELECT
        customer_id, place_before AS source, place AS target, COUNT(*) AS times,
        CAST(SUM(CASE WHEN visit > 1 THEN 1 ELSE 0 END) AS BIGINT) AS times_again,
        MAX(CASE WHEN place < place_before THEN 3 WHEN place = place_before + 1 THEN 1 ELSE 2 END) AS kind
    FROM entered
    WHERE place_before IS NOT NULL
    GROUP BY customer_id, place_before, place
),
reworked AS (
    SELECT customer_id, kind, CAST(SUM(times) AS BIGINT) AS kind_moves, CAST(SUM(times_again) AS BIGINT) AS again
    FROM moved
    GROUP BY customer_id, kind
    UNION ALL
    SELECT
        customer_id, 4 AS kind, CAST(SUM(times_again) AS BIGINT) AS kind_moves,
        CAST(SUM(times_again) AS BIGINT) AS again
    FROM moved
    WHERE times_again > 0
    GROUP BY customer_id
)
SELECT
    1 AS part, source, target, COUNT(*) AS customers, CAST(SUM(times) AS BIGINT) AS moves,
    CAST(SUM(times_again) AS BIGINT) AS rework,
    CAST(SUM(CASE WHEN times_again > 0 THEN 1 ELSE 0 END) AS BIGINT) AS rework_customers
FROM moved
GROUP BY source, target
UNION ALL
SELECT
    2 AS part, place AS source, place AS target, COUNT(*) AS customers, COUNT(*) AS moves, 0 AS rework,
    0 AS rework_customers
FROM entered
WHERE visit = 1
GROUP BY place
UNION ALL
SELECT
    3 AS part, 0 AS source, kind AS target, COUNT(*) AS customers, CAST(SUM(kind_moves) AS BIGINT) AS moves,
    CAST(SUM(again) AS BIGINT) AS rework,
    CAST(SUM(CASE WHEN again > 0 THEN 1 ELSE 0 END) AS BIGINT) AS rework_customers
FROM reworked
GROUP BY kind
UNION ALL
SELECT
    4 AS part, 0 AS source, 0 AS target, COUNT(*) AS customers, 0 AS moves, 0 AS rework, 0 AS rework_customers
FROM kept_journeys($since, $until, $channels, $devices, $countries)
ORDER BY part, source, target
