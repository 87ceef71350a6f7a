-- Of the customers in each file, how many another file knows too.
WITH led AS (
    SELECT DISTINCT b.file_no, coalesce(r.customer_id, b.id) AS customer_id
    FROM bearers b
    LEFT JOIN resolved r ON r.id = b.id
    WHERE b.file_no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nobody WHERE nobody.id = b.id)
),
known AS (
    SELECT customer_id, count(*) AS files FROM led GROUP BY customer_id
),
ids AS (
    SELECT file_no, count(DISTINCT id) AS ids FROM bearers GROUP BY file_no
)
SELECT l.file_no, any_value(i.ids) AS ids, count(*) AS customers, count_if(k.files > 1) AS matched
FROM led l
JOIN known k ON k.customer_id = l.customer_id
JOIN ids i ON i.file_no = l.file_no
GROUP BY l.file_no
ORDER BY l.file_no
