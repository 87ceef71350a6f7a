-- One row is an answer with a comment.
SELECT
    feedback_id AS text_id, COALESCE(customer_id, feedback_id) AS unit, customer_id, given_at, day,
    COALESCE(touchpoint, '(unknown)') AS touchpoint_label, COALESCE(channel, '(unknown)') AS channel_label,
    metric, score, scale_min, scale_max, comment AS words
FROM kept_feedback($since, $until, $channels, $devices, $countries)
WHERE comment IS NOT NULL
  AND (CAST($touchpoint AS VARCHAR) IS NULL OR COALESCE(touchpoint, '(unknown)') = CAST($touchpoint AS VARCHAR))
ORDER BY given_at, feedback_id
