-- One row is an exact route to `end` with its customers, the most travelled first; s1 NULL: all longer routes.
-- Of each customer the first route counts: from the journey's start or the last `start` before `end`.
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
routed AS (
    SELECT
        customer_id, MAX(length) AS steps,
        MAX(CASE WHEN spot = 1 THEN shown END) AS s1, MAX(CASE WHEN spot = 2 THEN shown END) AS s2,
        MAX(CASE WHEN spot = 3 THEN shown END) AS s3, MAX(CASE WHEN spot = 4 THEN shown END) AS s4,
        MAX(CASE WHEN spot = 5 THEN shown END) AS s5, MAX(CASE WHEN spot = 6 THEN shown END) AS s6,
        MAX(CASE WHEN spot = 7 THEN shown END) AS s7, MAX(CASE WHEN spot = 8 THEN shown END) AS s8,
        MAX(CASE WHEN spot = 9 THEN shown END) AS s9, MAX(CASE WHEN spot = 10 THEN shown END) AS s10,
        MAX(CASE WHEN spot = 11 THEN shown END) AS s11, MAX(CASE WHEN spot = 12 THEN shown END) AS s12,
        MAX(CASE WHEN spot = 13 THEN shown END) AS s13, MAX(CASE WHEN spot = 14 THEN shown END) AS s14,
        MAX(CASE WHEN spot = 15 THEN shown END) AS s15, MAX(CASE WHEN spot = 16 THEN shown END) AS s16,
        MAX(CASE WHEN spot = 17 THEN shown END) AS s17, MAX(CASE WHEN spot = 18 THEN shown END) AS s18,
        MAX(CASE WHEN spot = 19 THEN shown END) AS s19, MAX(CASE WHEN spot = 20 THEN shown END) AS s20
    FROM stepped
    GROUP BY customer_id
),
answered AS (
    SELECT
        s.customer_id AS customer_id, CAST(COUNT(*) AS DOUBLE) AS answers,
        SUM(CAST(f.score AS DOUBLE)) AS scores, CAST(SUM(CASE WHEN f.top THEN 1 ELSE 0 END) AS DOUBLE) AS tops,
        CAST(SUM(CASE WHEN f.score >= 9 THEN 1 WHEN f.score <= 6 THEN -1 ELSE 0 END) AS DOUBLE) AS promoters
    FROM spans s
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f ON f.customer_id = s.customer_id
    WHERE f.metric = CAST($metric AS VARCHAR) AND f.scale_min = $scale_min AND f.scale_max = $scale_max
      AND f.given_at > s.ended_at AND (s.next_end IS NULL OR f.given_at < s.next_end)
    GROUP BY s.customer_id
),
joined AS (
    SELECT
        r.s1 AS s1, r.s2 AS s2, r.s3 AS s3, r.s4 AS s4, r.s5 AS s5, r.s6 AS s6, r.s7 AS s7, r.s8 AS s8,
        r.s9 AS s9, r.s10 AS s10, r.s11 AS s11, r.s12 AS s12, r.s13 AS s13, r.s14 AS s14, r.s15 AS s15,
        r.s16 AS s16, r.s17 AS s17, r.s18 AS s18, r.s19 AS s19, r.s20 AS s20,
        r.steps AS length, CAST(s.took_us AS DOUBLE) AS micros, CAST(j.revenue AS DOUBLE) AS spent,
        a.customer_id AS unit, a.answers AS answers, a.scores AS scores, a.tops AS tops, a.promoters AS promoters
    FROM routed r
    JOIN spans s ON s.customer_id = r.customer_id
    JOIN kept_journeys(NULL, NULL, NULL, NULL, NULL) j ON j.customer_id = r.customer_id
    LEFT JOIN answered a ON a.customer_id = r.customer_id
),
totals AS (
    SELECT COUNT(*) AS everybody FROM spans
),
grouped AS (
    SELECT
        s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20,
        COUNT(*) AS customers, MAX(length) AS steps,
        MEDIAN(micros) AS median_us, QUANTILE_CONT(micros, 0.9) AS p90_us,
        SUM(spent) AS turnover, SUM(spent * spent) AS turnover_squares,
        COUNT(unit) AS units, SUM(answers) AS x, SUM(answers * answers) AS xx,
        SUM(scores) AS s, SUM(scores * scores) AS ss, SUM(answers * scores) AS xs,
        SUM(tops) AS t, SUM(tops * tops) AS tt, SUM(answers * tops) AS xt,
        SUM(promoters) AS p, SUM(promoters * promoters) AS pp, SUM(answers * promoters) AS xp
    FROM joined
    GROUP BY
        s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20
)
SELECT
    g.s1 AS s1, g.s2 AS s2, g.s3 AS s3, g.s4 AS s4, g.s5 AS s5, g.s6 AS s6, g.s7 AS s7, g.s8 AS s8,
    g.s9 AS s9, g.s10 AS s10, g.s11 AS s11, g.s12 AS s12, g.s13 AS s13, g.s14 AS s14, g.s15 AS s15,
    g.s16 AS s16, g.s17 AS s17, g.s18 AS s18, g.s19 AS s19, g.s20 AS s20,
    g.customers AS customers, g.steps AS steps, g.median_us AS median_us, g.p90_us AS p90_us,
    g.turnover AS turnover, g.turnover_squares AS turnover_squares,
    g.units AS units, g.x AS x, g.xx AS xx, g.s AS s, g.ss AS ss, g.xs AS xs, g.t AS t, g.tt AS tt, g.xt AS xt,
    g.p AS p, g.pp AS pp, g.xp AS xp, t.everybody AS everybody
FROM grouped g
JOIN totals t ON TRUE
ORDER BY
    CASE WHEN g.s1 IS NULL THEN 0 ELSE 1 END, g.customers DESC,
    g.s1, g.s2, g.s3, g.s4, g.s5, g.s6, g.s7, g.s8, g.s9, g.s10, g.s11, g.s12, g.s13, g.s14, g.s15, g.s16,
    g.s17, g.s18, g.s19, g.s20
LIMIT $fetched
