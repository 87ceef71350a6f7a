-- One row is a customer whose first route to `end` is this one (or one of the longer ones), the earliest first.
WITH labelled AS (
    SELECT
        customer_id, ts, event_id, instant_us, kept,
        CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') WHEN 'channel' THEN COALESCE(channel, '(unknown)')
            ELSE touchpoint END AS label
    FROM kept_events($since, $until, $channels, $devices, $countries)
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, instant_us, kept, label,
        LAG(label) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS label_before
    FROM labelled
),
placed AS (
    SELECT
        customer_id, ts, instant_us, kept, label,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place
    FROM sequenced
    WHERE label_before IS NULL OR label_before <> label OR NOT CAST($collapse AS BOOLEAN)
),
begun AS (
    SELECT
        customer_id, ts, instant_us, label, place,
        MAX(CASE WHEN label = CAST($start AS VARCHAR) THEN place END)
            OVER (PARTITION BY customer_id ORDER BY place) AS last_start
    FROM placed
),
marked AS (
    SELECT
        customer_id, ts, instant_us, label, place,
        CASE WHEN CAST($start AS VARCHAR) IS NULL THEN 1
            ELSE LAG(last_start) OVER (PARTITION BY customer_id ORDER BY place) END AS first_place
    FROM begun
),
ended AS (
    SELECT
        customer_id, ts, instant_us, place, first_place,
        LEAD(ts) OVER (PARTITION BY customer_id ORDER BY place) AS next_end
    FROM marked
    WHERE label = $end
),
chosen AS (
    SELECT e.customer_id AS customer_id, MIN(e.place) AS last_place
    FROM ended e
    JOIN placed p ON p.customer_id = e.customer_id AND p.place = e.first_place
    WHERE p.kept
    GROUP BY e.customer_id
),
spans AS (
    SELECT
        e.customer_id AS customer_id, e.first_place AS first_place, e.place AS last_place, e.ts AS ended_at,
        e.next_end AS next_end, e.instant_us - p.instant_us AS took_us
    FROM chosen c
    JOIN ended e ON e.customer_id = c.customer_id AND e.place = c.last_place
    JOIN placed p ON p.customer_id = e.customer_id AND p.place = e.first_place
),
stepped AS (
    SELECT
        p.customer_id AS customer_id, p.place - s.first_place + 1 AS spot,
        s.last_place - s.first_place + 1 AS length,
        CASE WHEN s.last_place - s.first_place < $longest THEN p.label END AS shown
    FROM spans s
    JOIN placed p ON p.customer_id = s.customer_id AND p.place >= s.first_place AND p.place <= s.last_place
),
compared AS (
    SELECT
        customer_id, MAX(length) AS steps,
        CAST(SUM(CASE WHEN shown = CASE spot
                WHEN 1 THEN CAST($route_1 AS VARCHAR) WHEN 2 THEN CAST($route_2 AS VARCHAR)
                WHEN 3 THEN CAST($route_3 AS VARCHAR) WHEN 4 THEN CAST($route_4 AS VARCHAR)
                WHEN 5 THEN CAST($route_5 AS VARCHAR) WHEN 6 THEN CAST($route_6 AS VARCHAR)
                WHEN 7 THEN CAST($route_7 AS VARCHAR) WHEN 8 THEN CAST($route_8 AS VARCHAR)
                WHEN 9 THEN CAST($route_9 AS VARCHAR) WHEN 10 THEN CAST($route_10 AS VARCHAR)
                WHEN 11 THEN CAST($route_11 AS VARCHAR) WHEN 12 THEN CAST($route_12 AS VARCHAR)
                WHEN 13 THEN CAST($route_13 AS VARCHAR) WHEN 14 THEN CAST($route_14 AS VARCHAR)
                WHEN 15 THEN CAST($route_15 AS VARCHAR) WHEN 16 THEN CAST($route_16 AS VARCHAR)
                WHEN 17 THEN CAST($route_17 AS VARCHAR) WHEN 18 THEN CAST($route_18 AS VARCHAR)
                WHEN 19 THEN CAST($route_19 AS VARCHAR) WHEN 20 THEN CAST($route_20 AS VARCHAR)
            END THEN 1 ELSE 0 END) AS BIGINT) AS alike
    FROM stepped
    GROUP BY customer_id
)
SELECT
    j.customer_id AS customer_id, j.first_ts AS first_seen, j.last_ts AS last_seen, j.events AS events,
    j.orders AS orders, j.revenue AS spent, j.channel AS channel, j.device AS device, j.country AS country
FROM kept_journeys(NULL, NULL, NULL, NULL, NULL) j
JOIN compared c ON c.customer_id = j.customer_id
WHERE (c.steps = CAST($steps AS BIGINT) AND c.alike = CAST($steps AS BIGINT))
   OR (CAST($steps AS BIGINT) IS NULL AND c.steps > $longest)
ORDER BY j.first_ts, j.customer_id
