-- Names and categories of products from the list of products.
CREATE OR REPLACE TABLE order_items AS
SELECT i.* REPLACE (coalesce(p.product, i.product) AS product, coalesce(i.category, p.category) AS category)
FROM order_items i
LEFT JOIN products p ON p.product_id = i.product_id;
