-- One row is a touchpoint: the answers about it as sums over customers; `about` NULL is every answer, `less_` is
-- what its sums lose when the answers of the row are taken away, customer by customer.
WITH asked AS (
    SELECT COALESCE(customer_id, feedback_id) AS unit, touchpoint, score, top
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = $scale_min AND scale_max = $scale_max
      AND touchpoint IS NOT NULL
),
stacked AS (
    SELECT unit, touchpoint AS about, score, top FROM asked
    UNION ALL
    SELECT unit, NULL AS about, score, top FROM asked
),
summed AS (
    SELECT
        about, unit, CAST(COUNT(*) AS DOUBLE) AS answers, SUM(CAST(score AS DOUBLE)) AS scores,
        CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS DOUBLE) AS tops,
        CAST(SUM(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) AS DOUBLE) AS promoters
    FROM stacked
    GROUP BY about, unit
)
SELECT
    part.about AS about,
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
JOIN summed whole ON whole.unit = part.unit AND whole.about IS NULL
GROUP BY part.about
ORDER BY part.about
