-- Why rows were lost, the most frequent reason first.
SELECT why, count(*) AS n FROM lost GROUP BY why ORDER BY n DESC, why
