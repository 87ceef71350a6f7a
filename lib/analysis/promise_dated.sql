-- One row is all counted orders: how many have a promised delivery.
SELECT COUNT(promised_at) AS n
FROM kept_orders(NULL, NULL, NULL, NULL, NULL)
