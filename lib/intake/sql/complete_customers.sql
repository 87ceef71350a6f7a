-- Who it was, by the order that an answer or a return is about.
UPDATE feedback SET customer_id = orders.customer_id
FROM orders WHERE feedback.customer_id IS NULL AND orders.order_id = feedback.order_id;
UPDATE returns SET customer_id = orders.customer_id
FROM orders WHERE returns.customer_id IS NULL AND orders.order_id = returns.order_id;
