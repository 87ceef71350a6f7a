-- Rare words that are a letter or two away from a frequent one, in view `words` (category, word, n).
WITH few AS (SELECT category FROM words GROUP BY category HAVING count(*) <= 2000),
told AS (SELECT *, regexp_replace(word, '[^0-9]', '', 'g') AS numbers FROM words WHERE category IN (FROM few) AND length(word) >= 4)
SELECT rare.category, rare.word, rare.n, often.word AS becomes, often.n AS often_n
FROM told rare JOIN told often
    ON rare.category = often.category AND rare.n * 10 <= often.n AND rare.numbers = often.numbers
    AND abs(length(rare.word) - length(often.word)) <= 2
    AND damerau_levenshtein(lower(rare.word), lower(often.word)) <= CASE WHEN length(often.word) >= 7 THEN 2 ELSE 1 END
QUALIFY row_number() OVER (PARTITION BY rare.category, rare.word ORDER BY often.n DESC, often.word) = 1
ORDER BY rare.category, often.n DESC, rare.word
LIMIT 20
