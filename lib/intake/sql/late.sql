-- Rows that still lack what only another file could have told.
CREATE OR REPLACE TABLE late AS
SELECT 'orders' AS kind, file_no, row_no,
    'revenue is empty, and no payment or line of this order says it: import the payments or the lines too' AS why
FROM orders WHERE revenue IS NULL
UNION ALL
SELECT 'events', file_no, row_no, 'ts is empty, and no campaign says when it began: import the campaigns too'
FROM events WHERE ts IS NULL
UNION ALL
SELECT 'payments', file_no, row_no, 'there is no order with this order_id: import the orders too'
FROM payments WHERE NOT EXISTS (SELECT 1 FROM orders WHERE orders.order_id = payments.order_id)
UNION ALL
SELECT 'refund_amounts', file_no, row_no, 'there is no return with this return_id: import the refunds too'
FROM refund_amounts WHERE NOT EXISTS (SELECT 1 FROM returns WHERE returns.return_id = refund_amounts.return_id);

DELETE FROM orders WHERE revenue IS NULL;
DELETE FROM events WHERE ts IS NULL;
