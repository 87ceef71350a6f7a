-- One row is a customer who made a move between two steps of the order, the earliest first.
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
movers AS (
    SELECT DISTINCT customer_id
    FROM entered
    WHERE place_before = CAST($source AS BIGINT) AND place = CAST($target AS BIGINT)
)
SELECT
    j.customer_id AS customer_id, j.first_ts AS first_seen, j.last_ts AS last_seen, j.events AS events,
    j.orders AS orders, j.revenue AS spent, j.channel AS channel, j.device AS device, j.country AS country
FROM kept_journeys(NULL, NULL, NULL, NULL, NULL) j
JOIN movers m ON m.customer_id = j.customer_id
ORDER BY j.first_ts, j.customer_id
