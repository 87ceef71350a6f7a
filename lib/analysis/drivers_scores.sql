-- One row is a customer's overall score: the mean of the answers to one question on one scale.
SELECT customer_id, AVG(score) AS mean_score
FROM kept_feedback($since, $until, $channels, $devices, $countries)
WHERE customer_id IS NOT NULL AND metric = CAST($metric AS VARCHAR) AND scale_min = CAST($scale_min AS DOUBLE)
  AND scale_max = CAST($scale_max AS DOUBLE)
  AND (NOT CAST($whole AS BOOLEAN) OR (stage IS NULL AND touchpoint IS NULL))
GROUP BY customer_id
ORDER BY customer_id
