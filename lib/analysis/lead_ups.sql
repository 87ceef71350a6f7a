-- One row is a run of three touchpoints x the touchpoint asked about: the answers given within the window after
-- the run began, as sums over customers. `first_label` NULL is every answer about that touchpoint; `less_` is what
-- these sums lose when the answers of the row are taken away, customer by customer.
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
    part.about AS about, part.first_label AS first_label, part.second_label AS second_label,
    part.third_label AS third_label,
    COUNT(*) AS units, SUM(part.answers) AS x, SUM(part.answers * part.answers) AS xx,
    SUM(part.scores) AS s, SUM(part.scores * part.scores) AS ss, SUM(part.answers * part.scores) AS xs,
    SUM(part.tops) AS t, SUM(part.tops * part.tops) AS tt, SUM(part.answers * part.tops) AS xt,
    SUM(part.promoters) AS p, SUM(part.promoters * part.promoters) AS pp, SUM(part.answers * part.promoters) AS xp,
    CAST(SUM(CASE WHEN whole.answers > part.answers THEN 0 ELSE -1 END) AS BIGINT) AS less_units,
    -SUM(part.answers) AS less_x,
    SUM((whole.answers - part.answers) * (whole.answers - part.answers) - whole.answers * whole.answers) AS less_xx,
    -SUM(part.scores) AS less_s,
    SUM((whole.scores - part.scores) * (whole.scores - part.scores) - whole.scores * whole.scores) AS less_ss,
    SUM((whole.answers - part.answers) * (whole.scores - part.scores) - whole.answers * whole.scores) AS less_xs,
    -SUM(part.tops) AS less_t,
    SUM((whole.tops - part.tops) * (whole.tops - part.tops) - whole.tops * whole.tops) AS less_tt,
    SUM((whole.answers - part.answers) * (whole.tops - part.tops) - whole.answers * whole.tops) AS less_xt,
    -SUM(part.promoters) AS less_p,
    SUM((whole.promoters - part.promoters) * (whole.promoters - part.promoters) - whole.promoters * whole.promoters) AS less_pp,
    SUM((whole.answers - part.answers) * (whole.promoters - part.promoters) - whole.answers * whole.promoters) AS less_xp
FROM summed part
JOIN summed whole ON whole.about = part.about AND whole.customer_id = part.customer_id AND whole.first_label IS NULL
GROUP BY part.about, part.first_label, part.second_label, part.third_label
HAVING SUM(part.answers) >= CAST($least AS BIGINT)
ORDER BY part.about, part.first_label, part.second_label, part.third_label
