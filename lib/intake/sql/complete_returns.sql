-- What was paid back, where the table of returns does not say it.
UPDATE returns SET refund = paid.amount
FROM (SELECT return_id, sum(amount) AS amount FROM refund_amounts GROUP BY return_id) AS paid
WHERE returns.refund IS NULL AND paid.return_id = returns.return_id;
