-- One row is a cell: answers to one question on one scale, as sums over customers.
WITH placed AS (
    SELECT
        metric, scale_min, scale_max, COALESCE(customer_id, feedback_id) AS unit, score, top,
        CASE $rows WHEN 'touchpoint' THEN COALESCE(touchpoint, '(unknown)') WHEN 'stage' THEN COALESCE(stage, '(unknown)')
            ELSE '(all)' END AS row_label,
        CASE $columns WHEN 'channel' THEN COALESCE(channel, '(unknown)') WHEN 'device' THEN COALESCE(device, '(unknown)')
            WHEN 'country' THEN COALESCE(country, '(unknown)')
            WHEN 'month' THEN CAST(CAST(DATE_TRUNC('month', day) AS DATE) AS VARCHAR)
            ELSE '(all)' END AS column_label
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE CAST($metric AS VARCHAR) IS NULL OR metric = CAST($metric AS VARCHAR)
),
customers_answers AS (
    SELECT
        metric, scale_min, scale_max, row_label, column_label, unit,
        CAST(COUNT(*) AS DOUBLE) AS answers, SUM(CAST(score AS DOUBLE)) AS scores,
        CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS DOUBLE) AS tops,
        CAST(SUM(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) AS DOUBLE) AS promoters
    FROM placed
    GROUP BY metric, scale_min, scale_max, row_label, column_label, unit
)
SELECT
    metric, scale_min, scale_max, row_label, column_label, COUNT(*) AS units, SUM(answers) AS x,
    SUM(answers * answers) AS xx,
    SUM(scores) AS s, SUM(scores * scores) AS ss, SUM(answers * scores) AS xs,
    SUM(tops) AS t, SUM(tops * tops) AS tt, SUM(answers * tops) AS xt,
    SUM(promoters) AS p, SUM(promoters * promoters) AS pp, SUM(answers * promoters) AS xp
FROM customers_answers
GROUP BY metric, scale_min, scale_max, row_label, column_label
ORDER BY metric, scale_max, row_label, column_label
