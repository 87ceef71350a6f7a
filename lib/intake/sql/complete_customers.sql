-- Who it was, by the order that an answer, a return or a promise is about.
UPDATE feedback SET customer_id = orders.customer_id
FROM orders WHERE feedback.customer_id IS NULL AND orders.order_id = feedback.order_id;
UPDATE returns SET customer_id = orders.customer_id
FROM orders WHERE returns.customer_id IS NULL AND orders.order_id = returns.order_id;
UPDATE promises SET customer_id = orders.customer_id
FROM orders WHERE promises.customer_id IS NULL AND orders.order_id = promises.order_id;
