-- The headline figures that follow from where the ids lead. One row.
WITH led AS (
    SELECT coalesce(r.customer_id, p.id) AS customer_id, p.acts, p.orders
    FROM people p
    LEFT JOIN resolved r ON r.id = p.id
    WHERE NOT EXISTS (SELECT 1 FROM nobody WHERE nobody.id = p.id)
),
customers AS (
    SELECT customer_id, sum(orders) AS orders FROM led GROUP BY customer_id HAVING bool_or(acts)
),
visitors AS (
    SELECT count(*) AS anonymous, count(r.customer_id) AS matched
    FROM people p
    LEFT JOIN resolved r ON r.id = p.id
    WHERE p.visits AND (r.id IS NOT NULL OR NOT p.own)
)
SELECT
    count(*) AS customers, count(*) FILTER (orders > 0) AS customers_with_order, count(*) FILTER (orders > 1) AS repeating,
    (SELECT anonymous FROM visitors) AS anonymous, (SELECT matched FROM visitors) AS matched
FROM customers
