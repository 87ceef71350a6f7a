-- One row is a customer and a stage or touchpoint: the scores given about it, on one question and scale.
WITH about AS (
    SELECT
        customer_id, feedback_id, given_at, score, top,
        CASE $by WHEN 'stage' THEN stage ELSE touchpoint END AS label
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = CAST($scale_min AS DOUBLE)
      AND scale_max = CAST($scale_max AS DOUBLE)
)
SELECT
    COALESCE(customer_id, feedback_id) AS unit, label, MAX(given_at) AS last_at, COUNT(*) AS answers, SUM(score) AS scores,
    CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops,
    CAST(MAX(CASE WHEN customer_id IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS stranger
FROM about
WHERE label IS NOT NULL
GROUP BY COALESCE(customer_id, feedback_id), label
ORDER BY label, unit
