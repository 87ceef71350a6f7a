-- One row is a customer with events.
SELECT customer_id FROM journeys ORDER BY customer_id
