-- Every link from one id to another: from the files, and from web purchases whose order knows its customer.
WITH known AS (
    SELECT customer_id FROM orders UNION SELECT customer_id FROM customers UNION SELECT customer_id FROM returns
    UNION SELECT customer_id FROM tickets UNION SELECT customer_id FROM identities
),
bought AS (
    SELECT e.customer_id AS anonymous_id, o.customer_id, min(e.ts) AS linked_at
    FROM events e
    JOIN orders o ON o.order_id = e.order_id
    WHERE o.customer_id <> e.customer_id AND e.customer_id NOT IN (SELECT customer_id FROM known WHERE customer_id IS NOT NULL)
    GROUP BY ALL
)
SELECT anonymous_id, customer_id, min(linked_at) AS linked_at, bool_and(bought) AS bought
FROM (SELECT anonymous_id, customer_id, linked_at, false AS bought FROM identities UNION ALL SELECT *, true FROM bought)
WHERE anonymous_id <> customer_id
GROUP BY ALL
ORDER BY ALL
