-- One row is a day of satisfaction answers: how many, and how many of them in the top 40 % of the scale.
SELECT day, COUNT(*) AS answers, CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops
FROM kept_feedback($since, $until, $channels, $devices, $countries)
WHERE metric = 'csat'
GROUP BY day
ORDER BY day
