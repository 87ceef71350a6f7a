-- One row is a period and metric of answers, as sums over customers: units, answers (x), what counts (y).
WITH customers_answers AS (
    SELECT
        metric,
        CASE $grain WHEN 'day' THEN day WHEN 'week' THEN CAST(DATE_TRUNC('week', day) AS DATE)
                    WHEN 'month' THEN CAST(DATE_TRUNC('month', day) AS DATE) END AS period,
        COALESCE(customer_id, feedback_id) AS unit,
        CAST(COUNT(*) AS DOUBLE) AS x,
        CAST(SUM(CASE WHEN metric = 'nps' THEN CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END
                      WHEN top THEN 1 ELSE 0 END) AS DOUBLE) AS y
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    GROUP BY 1, 2, 3
)
SELECT
    metric, period, COUNT(*) AS units, SUM(x) AS x, SUM(y) AS y, SUM(x * x) AS xx, SUM(y * y) AS yy, SUM(x * y) AS xy
FROM customers_answers
GROUP BY metric, period
ORDER BY metric, period
