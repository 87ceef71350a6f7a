-- The currencies of a sheet, the most frequent first.
SELECT upper(trim(cell)) AS currency, count(*) AS n FROM cells WHERE filled(cell) IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1
