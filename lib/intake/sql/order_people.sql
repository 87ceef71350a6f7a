-- Two files that know one order by different ids: what the second is about to write over.
INSERT INTO order_people
SELECT DISTINCT old.customer_id, new.customer_id, old.ordered_at
FROM coming AS new
JOIN orders AS old ON old.order_id = new.order_id
WHERE new.customer_id <> old.customer_id
