-- One row is a class of journeys (0 no move, 1 as it should be, 2 skipped, 3 went back, 4 both) as sums over
-- its customers: their orders and revenue, and what they answered.
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
kept_order AS (
    SELECT
        customer_id, COUNT(place_before) AS moves,
        CAST(SUM(CASE WHEN place > place_before + 1 THEN 1 ELSE 0 END) AS BIGINT) AS skips,
        CAST(SUM(CASE WHEN place < place_before THEN 1 ELSE 0 END) AS BIGINT) AS backs,
        CAST(SUM(CASE WHEN place = step AND step <= $length THEN 1 ELSE 0 END) AS BIGINT) AS in_place
    FROM entered
    GROUP BY customer_id
),
answered AS (
    SELECT
        customer_id, CAST(COUNT(*) AS DOUBLE) AS answers, SUM(CAST(score AS DOUBLE)) AS scores,
        CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS DOUBLE) AS tops
    FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = $scale_min AND scale_max = $scale_max
    GROUP BY customer_id
),
earned AS (
    SELECT
        customer_id, SUM(CAST(margin AS DOUBLE)) AS margins,
        CAST(SUM(CASE WHEN margin IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unknown
    FROM kept_orders(NULL, NULL, NULL, NULL, NULL)
    GROUP BY customer_id
),
classed AS (
    SELECT
        j.customer_id AS customer_id, j.orders AS placed_orders, CAST(j.revenue AS DOUBLE) AS spent,
        CASE WHEN COALESCE(k.moves, 0) = 0 THEN 0 WHEN k.skips = 0 AND k.backs = 0 THEN 1 WHEN k.backs = 0 THEN 2
            WHEN k.skips = 0 THEN 3 ELSE 4 END AS class,
        CASE WHEN k.in_place = $length THEN 1 ELSE 0 END AS whole
    FROM kept_journeys($since, $until, $channels, $devices, $countries) j
    LEFT JOIN kept_order k ON k.customer_id = j.customer_id
)
SELECT
    c.class AS class, COUNT(*) AS customers, CAST(SUM(c.whole) AS BIGINT) AS followed,
    CAST(SUM(CASE WHEN c.placed_orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS buyers,
    CAST(SUM(c.placed_orders) AS BIGINT) AS orders,
    SUM(c.spent) AS turnover, SUM(c.spent * c.spent) AS turnover_squares,
    SUM(COALESCE(e.margins, 0)) AS earnings, SUM(e.margins * e.margins) AS earnings_squares,
    CAST(SUM(COALESCE(e.unknown, 0)) AS BIGINT) AS margins_unknown,
    COUNT(a.customer_id) AS units, SUM(a.answers) AS x, SUM(a.answers * a.answers) AS xx,
    SUM(a.scores) AS s, SUM(a.scores * a.scores) AS ss, SUM(a.answers * a.scores) AS xs,
    SUM(a.tops) AS t, SUM(a.tops * a.tops) AS tt, SUM(a.answers * a.tops) AS xt
FROM classed c
LEFT JOIN earned e ON e.customer_id = c.customer_id
LEFT JOIN answered a ON a.customer_id = c.customer_id
GROUP BY c.class
ORDER BY c.class
