-- Spellings of one word that become one.
SELECT lower(word) AS word, string_agg(DISTINCT word, ', ' ORDER BY word) AS spellings
FROM (SELECT DISTINCT cell, without_address(trim(cell)) AS word FROM (SELECT DISTINCT cell FROM cells) WHERE filled(cell) IS NOT NULL)
GROUP BY 1
HAVING count(DISTINCT cell) > 1
ORDER BY 1
LIMIT 20
