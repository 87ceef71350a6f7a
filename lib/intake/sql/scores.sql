-- The range of the scores of one metric (all, where it is not said).
SELECT min(number_dot(rtrim(score, ' %'))) AS low, max(number_dot(rtrim(score, ' %'))) AS high, count(number_dot(rtrim(score, ' %'))) AS n
FROM answers
WHERE $metric::VARCHAR IS NULL OR lower(trim(metric)) = $metric
