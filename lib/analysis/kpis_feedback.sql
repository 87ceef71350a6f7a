-- One row is a period and metric of answers, as sums over customers: units, answers (x), what counts (y).
WITH placed AS (
    SELECT
        metric,
        CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
        COALESCE(customer_id, feedback_id) AS unit,
        CASE WHEN metric = 'nps' THEN CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END
             WHEN top THEN 1 ELSE 0 END AS worth
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
),
customers_answers AS (
    SELECT
        metric, period, unit, CAST(COUNT(*) AS DOUBLE) AS answers, CAST(SUM(worth) AS DOUBLE) AS counted
    FROM placed
    GROUP BY metric, period, unit
)
SELECT
    metric, period, COUNT(*) AS units, SUM(answers) AS x, SUM(counted) AS y,
    SUM(answers * answers) AS xx, SUM(counted * counted) AS yy, SUM(answers * counted) AS xy
FROM customers_answers
GROUP BY metric, period
ORDER BY metric, period
