-- What was paid back, where the table of returns does not say it.
UPDATE returns SET refund = paid.amount
FROM (SELECT return_id, sum(amount) AS amount FROM refund_amounts GROUP BY return_id) AS paid
WHERE returns.refund IS NULL AND paid.return_id = returns.return_id;

-- A return that does not say of which order it is: of its customer's last one before it, else of none but itself.
UPDATE returns SET order_id = before.order_id
FROM (
    SELECT r.return_id, max_by(o.order_id, (o.ordered_at, o.order_id)) AS order_id
    FROM returns r
    JOIN orders o ON o.customer_id = r.customer_id AND o.ordered_at <= r.returned_at
    WHERE r.order_id = $last_order
    GROUP BY r.return_id
) AS before
WHERE before.return_id = returns.return_id AND returns.order_id = $last_order;
UPDATE returns SET order_id = return_id WHERE order_id = $last_order;
