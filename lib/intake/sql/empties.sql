-- What a column writes where it has nothing to say, the most frequent first.
SELECT trim(cell) AS word, count(*) AS n FROM cells
WHERE length(cell) BETWEEN 1 AND 40 AND filled(cell) IS NULL AND trim(cell) <> ''
GROUP BY 1 ORDER BY n DESC, word
