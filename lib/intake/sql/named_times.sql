-- How many cells a list of patterns reads; for dates whose months have names.
SELECT count(*) AS n, count(try_strptime(trim(cell), $patterns::VARCHAR[])) AS readable
FROM cells WHERE filled(cell) IS NOT NULL
