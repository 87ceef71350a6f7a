-- Every name of a touchpoint, with its most frequent stage.
SELECT name, sum(n) AS n, arg_max(stage, CASE WHEN stage IS NULL THEN 0 ELSE n END) AS stage
FROM (
    SELECT touchpoint AS name, stage, count(*) AS n FROM events GROUP BY ALL
    UNION ALL SELECT touchpoint, stage, 0 FROM feedback WHERE touchpoint IS NOT NULL GROUP BY ALL
    UNION ALL SELECT touchpoint, NULL, 0 FROM changes WHERE touchpoint IS NOT NULL GROUP BY ALL
)
GROUP BY name
ORDER BY n DESC, name
