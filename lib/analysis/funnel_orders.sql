-- One row is a counted order of a known customer; windows are laid over them by the analysis.
SELECT customer_id, ordered_at, CAST(revenue AS DOUBLE) AS amount
FROM kept_orders(NULL, NULL, NULL, NULL, NULL)
WHERE customer_id IS NOT NULL
