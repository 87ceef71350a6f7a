-- One row is an answer with a comment, of the asked mood (-1 unhappy, 1 happy): of each touchpoint the latest.
WITH said AS (
    SELECT
        feedback_id, customer_id, given_at, metric, score, scale_min, scale_max, comment,
        COALESCE(touchpoint, '(unknown)') AS label,
        CASE WHEN metric = 'nps' THEN CASE WHEN score <= 6 THEN -1 WHEN score >= 9 THEN 1 ELSE 0 END
            WHEN score > scale_max - reach THEN 1 WHEN score < scale_min + reach THEN -1 ELSE 0 END AS feeling
    FROM (
        SELECT
            feedback_id, customer_id, given_at, metric, score, scale_min, scale_max, comment, touchpoint,
            CASE WHEN FLOOR(0.4 * (scale_max - scale_min + 1)) > 1 THEN FLOOR(0.4 * (scale_max - scale_min + 1))
                ELSE 1 END AS reach
        FROM kept_feedback($since, $until, $channels, $devices, $countries)
        WHERE comment IS NOT NULL
    ) AS answers
),
placed AS (
    SELECT
        feedback_id, customer_id, given_at, score, scale_max, comment, label,
        ROW_NUMBER() OVER (PARTITION BY label ORDER BY given_at DESC, feedback_id) AS place
    FROM said
    WHERE (CAST($touchpoint AS VARCHAR) IS NULL OR label = CAST($touchpoint AS VARCHAR))
      AND (CAST($feeling AS BIGINT) IS NULL OR feeling = CAST($feeling AS BIGINT))
)
SELECT label, given_at, customer_id, score, scale_max, comment AS words
FROM placed
WHERE place <= CAST($latest AS BIGINT)
ORDER BY label, place
