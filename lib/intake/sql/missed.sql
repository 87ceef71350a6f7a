-- Why an output did not take rows that another output of the sheet took; an empty answer is no miss.
SELECT why, count(*) AS n
FROM made
WHERE why IS NOT NULL AND why NOT LIKE '%is empty%' AND row_no NOT IN (SELECT row_no FROM lost)
GROUP BY why
ORDER BY n DESC, why
