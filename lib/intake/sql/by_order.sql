-- Rows without a customer that the number of an order gives one.
SELECT file_no, count(*) AS n
FROM (
    SELECT f.file_no FROM feedback f JOIN orders o ON o.order_id = f.order_id WHERE f.customer_id IS NULL AND o.customer_id IS NOT NULL
    UNION ALL
    SELECT r.file_no FROM returns r JOIN orders o ON o.order_id = r.order_id WHERE r.customer_id IS NULL AND o.customer_id IS NOT NULL
    UNION ALL
    SELECT p.file_no FROM promises p JOIN orders o ON o.order_id = p.order_id WHERE p.customer_id IS NULL AND o.customer_id IS NOT NULL
)
GROUP BY file_no
ORDER BY file_no
