-- What an order cost, where its own file does not say: its payments, else its lines.
UPDATE orders SET revenue = paid.amount
FROM (SELECT order_id, sum(amount) AS amount FROM payments GROUP BY order_id) AS paid
WHERE orders.revenue IS NULL AND paid.order_id = orders.order_id;

UPDATE orders SET revenue = lines.amount
FROM (SELECT order_id, sum(price * coalesce(quantity, 1))::DECIMAL(18,2) AS amount FROM order_items GROUP BY order_id) AS lines
WHERE orders.revenue IS NULL AND lines.order_id = orders.order_id AND lines.amount IS NOT NULL;
