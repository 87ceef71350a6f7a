-- What was asked, by the metric column.
SELECT lower(trim(cell)) AS metric, count(*) AS n FROM cells WHERE filled(cell) IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1
