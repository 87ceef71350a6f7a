-- Every id becomes that of the customer it leads to; events follow with their touchpoints (rename.sql).
INSERT INTO identities (anonymous_id, customer_id, linked_at)
SELECT one, other, linked_at FROM links WHERE rule = 'order number';

UPDATE orders SET customer_id = r.customer_id FROM resolved r WHERE r.id = orders.customer_id;
UPDATE returns SET customer_id = r.customer_id FROM resolved r WHERE r.id = returns.customer_id;
UPDATE feedback SET customer_id = r.customer_id FROM resolved r WHERE r.id = feedback.customer_id;
UPDATE tickets SET customer_id = r.customer_id FROM resolved r WHERE r.id = tickets.customer_id;
UPDATE promises SET customer_id = r.customer_id FROM resolved r WHERE r.id = promises.customer_id;
UPDATE assignments SET customer_id = r.customer_id FROM resolved r WHERE r.id = assignments.customer_id;
UPDATE customers SET customer_id = r.customer_id FROM resolved r WHERE r.id = customers.customer_id;

-- An address of very many people is nobody's.
UPDATE orders SET customer_id = NULL WHERE customer_id IN (SELECT id FROM nobody);
UPDATE returns SET customer_id = NULL WHERE customer_id IN (SELECT id FROM nobody);
UPDATE feedback SET customer_id = NULL WHERE customer_id IN (SELECT id FROM nobody);
UPDATE tickets SET customer_id = NULL WHERE customer_id IN (SELECT id FROM nobody);
UPDATE promises SET customer_id = NULL WHERE customer_id IN (SELECT id FROM nobody);
DELETE FROM customers WHERE customer_id IN (SELECT id FROM nobody);

-- Two ids of one customer may both have had a row.
CREATE OR REPLACE TABLE customers AS
SELECT customer_id, arg_min(COLUMNS(* EXCLUDE (customer_id)), (coalesce(file_no, 0), row_no)) AS '\0'
FROM customers
GROUP BY customer_id;
