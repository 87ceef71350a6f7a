-- One row is a pair of the table of promises, with how many promises there are.
SELECT pair, COUNT(*) AS n
FROM kept_promises(NULL, NULL, NULL, NULL, NULL)
GROUP BY pair
ORDER BY pair
