-- One row is a run of three touchpoints x the touchpoint asked about: the answers given within the window after
-- the run began, as sums over customers. `first_label` NULL is every answer about that touchpoint.
WITH asked AS (
    SELECT feedback_id, customer_id, touchpoint, instant_us, score, top
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = $scale_min AND scale_max = $scale_max
      AND customer_id IS NOT NULL AND touchpoint IS NOT NULL
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, instant_us, touchpoint,
        LAG(touchpoint) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS touchpoint_before
    FROM kept_events(NULL, NULL, NULL, NULL, NULL)
),
stepped AS (
    SELECT
        customer_id, instant_us AS third_us, touchpoint AS third_label,
        LAG(touchpoint) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS second_label,
        LAG(touchpoint, 2) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS first_label,
        LAG(instant_us, 2) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS first_us
    FROM sequenced
    WHERE touchpoint_before IS NULL OR touchpoint_before <> touchpoint
),
led AS (
    SELECT DISTINCT
        a.feedback_id AS feedback_id, a.customer_id AS customer_id, a.touchpoint AS about, a.score AS score,
        a.top AS top, s.first_label AS first_label, s.second_label AS second_label, s.third_label AS third_label
    FROM asked a
    JOIN stepped s ON s.customer_id = a.customer_id
    WHERE s.first_label IS NOT NULL AND s.third_us <= a.instant_us
      AND s.first_us >= a.instant_us - CAST($window_us AS BIGINT)
    UNION ALL
    SELECT
        feedback_id, customer_id, touchpoint AS about, score, top, NULL AS first_label, NULL AS second_label,
        NULL AS third_label
    FROM asked
),
summed AS (
    SELECT
        about, first_label, second_label, third_label, customer_id, CAST(COUNT(*) AS DOUBLE) AS answers,
        SUM(CAST(score AS DOUBLE)) AS scores, CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS DOUBLE) AS tops,
        CAST(SUM(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) AS DOUBLE) AS promoters
    FROM led
    GROUP BY about, first_label, second_label, third_label, customer_id
)
SELECT
    about, first_label, second_label, third_label, COUNT(*) AS units, SUM(answers) AS x,
    SUM(answers * answers) AS xx,
    SUM(scores) AS s, SUM(scores * scores) AS ss, SUM(answers * scores) AS xs,
    SUM(tops) AS t, SUM(tops * tops) AS tt, SUM(answers * tops) AS xt,
    SUM(promoters) AS p, SUM(promoters * promoters) AS pp, SUM(answers * promoters) AS xp
FROM summed
GROUP BY about, first_label, second_label, third_label
HAVING SUM(answers) >= CAST($least AS BIGINT)
ORDER BY about, first_label, second_label, third_label
