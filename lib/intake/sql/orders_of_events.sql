-- Where no file brought orders, purchases with a value are the orders; file_no stays empty, as nobody's file.
UPDATE events SET order_id = event_id WHERE touchpoint = $order_placed AND order_id IS NULL AND value IS NOT NULL;
INSERT INTO orders (order_id, customer_id, ordered_at, revenue, channel, row_no)
SELECT order_id, arg_min(customer_id, (ts, event_id)), min(ts), arg_min(value, (ts, event_id)), arg_min(channel, (ts, event_id)), NULL
FROM events
WHERE touchpoint = $order_placed AND value IS NOT NULL
GROUP BY order_id
ORDER BY order_id;
