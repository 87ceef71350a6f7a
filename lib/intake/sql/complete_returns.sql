-- What was paid back, where the table of returns does not say it.
UPDATE returns SET refund = paid.amount
FROM (SELECT return_id, sum(amount) AS amount FROM refund_amounts GROUP BY return_id) AS paid
WHERE returns.refund IS NULL AND paid.return_id = returns.return_id;

-- A return that names no order but itself is of its customer's last order before it.
UPDATE returns SET order_id = before.order_id
FROM (
    SELECT r.return_id, max_by(o.order_id, (o.ordered_at, o.order_id)) AS order_id
    FROM returns r
    JOIN orders o ON o.customer_id = r.customer_id AND o.ordered_at <= r.returned_at
    WHERE r.order_id = r.return_id AND r.order_id NOT IN (SELECT order_id FROM orders)
    GROUP BY r.return_id
) AS before
WHERE before.return_id = returns.return_id AND returns.order_id = returns.return_id;
