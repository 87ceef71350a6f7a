-- Of the customers in each file, how many another file knows too.
WITH seen AS (
    SELECT file_no, customer_id FROM events WHERE file_no IS NOT NULL
    UNION SELECT file_no, customer_id FROM orders WHERE file_no IS NOT NULL
    UNION SELECT file_no, customer_id FROM returns
    UNION SELECT file_no, customer_id FROM feedback
    UNION SELECT file_no, customer_id FROM tickets
    UNION SELECT file_no, customer_id FROM customers
),
files AS (
    SELECT customer_id, count(*) AS files FROM seen WHERE customer_id IS NOT NULL GROUP BY customer_id
)
SELECT s.file_no, count(*) AS customers, count_if(f.files > 1) AS matched
FROM seen s
JOIN files f ON f.customer_id = s.customer_id
GROUP BY s.file_no
ORDER BY s.file_no
