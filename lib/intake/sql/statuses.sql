-- The statuses of the orders of each file, the most frequent first.
SELECT file_no, status, count(*) AS n FROM orders
WHERE status IS NOT NULL AND file_no IS NOT NULL
GROUP BY ALL
ORDER BY file_no, n DESC, status
