-- One row is a question on one scale that was asked about orders once they were placed, the most answered first.
SELECT metric, scale_min, scale_max, COUNT(*) AS n
FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)
WHERE order_id IS NOT NULL AND (CAST($metric AS VARCHAR) IS NULL OR metric = CAST($metric AS VARCHAR))
  AND CASE WHEN stage IN CAST($stages_before AS VARCHAR[]) THEN 1 ELSE 0 END = 0
GROUP BY metric, scale_min, scale_max
ORDER BY n DESC, metric, scale_max
