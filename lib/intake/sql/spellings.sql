-- Spellings of one word that become one.
SELECT lower(trim(cell)) AS word, string_agg(DISTINCT trim(cell), ', ' ORDER BY trim(cell)) AS spellings
FROM (SELECT DISTINCT cell FROM cells)
WHERE filled(cell) IS NOT NULL
GROUP BY 1
HAVING count(DISTINCT cell) > 1
ORDER BY 1
LIMIT 20
