-- By which rule the ids of each file lead to a customer of another id.
SELECT b.file_no, r.rule, count(DISTINCT b.id) AS ids
FROM bearers b
JOIN resolved r ON r.id = b.id
WHERE b.file_no IS NOT NULL
GROUP BY b.file_no, r.rule
ORDER BY b.file_no, ids DESC, r.rule
