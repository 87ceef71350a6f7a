-- Of the ids in events that are no customer's own, how many a link leads to a customer.
WITH known AS (
    SELECT customer_id FROM orders UNION SELECT customer_id FROM customers UNION SELECT customer_id FROM returns
    UNION SELECT customer_id FROM tickets UNION SELECT customer_id FROM feedback UNION SELECT customer_id FROM assignments
    UNION SELECT customer_id FROM identities
),
seen AS (
    SELECT DISTINCT customer_id AS id FROM events
    UNION SELECT anonymous_id FROM identities WHERE (SELECT count(*) FROM events) = 0
)
SELECT count(*) AS anonymous, count(r.customer_id) AS matched
FROM seen
LEFT JOIN resolved r ON r.id = seen.id
WHERE r.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM known WHERE known.customer_id = seen.id)
