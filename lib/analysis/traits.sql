-- One row is an attribute of customers that answers can be cut by.
SELECT trait, COUNT(DISTINCT choice) AS choices, COUNT(*) AS customers
FROM customer_traits
GROUP BY trait
ORDER BY trait
