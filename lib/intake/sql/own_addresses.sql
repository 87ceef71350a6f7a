-- Addresses that stand behind so many orders that they may be the shop's own.
SELECT customer_id AS id, count(*) AS n, count(*) / (SELECT count(*) FROM orders) AS share
FROM orders
WHERE is_email_id(customer_id) OR is_phone_id(customer_id)
GROUP BY customer_id
HAVING n >= $many AND share >= $share
ORDER BY n DESC, id
