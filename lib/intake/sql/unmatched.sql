-- A few customers of each file that no other file knows: those with the most rows, and where each stands first.
WITH led AS (
    SELECT b.file_no, b.kind, b.id, b.n, b.row_no, coalesce(r.customer_id, b.id) AS customer_id
    FROM bearers b
    LEFT JOIN resolved r ON r.id = b.id
    WHERE b.file_no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nobody WHERE nobody.id = b.id)
),
lonely AS (
    SELECT customer_id FROM led GROUP BY customer_id HAVING count(DISTINCT file_no) = 1
)
SELECT file_no, kind, id, n, row_no
FROM led
WHERE customer_id IN (SELECT customer_id FROM lonely)
QUALIFY row_number() OVER (PARTITION BY file_no ORDER BY n DESC, id) <= $shown
ORDER BY file_no, n DESC, id
