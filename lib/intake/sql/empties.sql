-- What a column writes where it has nothing to say, the most frequent first.
-- The ranges hold all of these words, even behind a blank of any kind: most columns have no cell in them, and the
-- engine knows that of whole blocks of rows.
SELECT trim(cell) AS word, sum(n)::BIGINT AS n FROM cells
WHERE
    (cell < '01' OR (cell >= '<' AND cell < '=') OR (cell >= 'N' AND cell < 'O') OR (cell >= 'n' AND cell < 'o') OR cell >= chr(128))
    AND length(cell) BETWEEN 1 AND 40 AND filled(cell) IS NULL AND trim(cell) <> ''
GROUP BY 1 ORDER BY n DESC, word
