-- How an amount lies within the orders of several rows: once, the same on every row, or different; and whether it is
-- what each row's own price times its count gives.
WITH rows_of AS (
    SELECT
        filled(key) AS key, (coalesce(who, ''), coalesce(moment, ''), coalesce(state, '')) AS rest,
        CASE WHEN $comma THEN money_comma(filled(amount)) ELSE money_dot(filled(amount)) END AS amount,
        (CASE WHEN $price_comma THEN money_comma(filled(price)) ELSE money_dot(filled(price)) END
            * coalesce(CASE WHEN $quantity_comma THEN number_comma(filled(quantity)) ELSE number_dot(filled(quantity)) END, 1))
            ::DECIMAL(18,2) AS line
    FROM cells
),
orders_of AS (
    SELECT
        key,
        count(amount) AS filled,
        count(*) AS n,
        count(DISTINCT amount) AS kinds,
        count(DISTINCT rest) AS rests,
        sum(amount) AS total,
        sum(line) AS lines,
        count_if(abs(amount - line) <= 0.01) AS own,
        count_if(amount IS NOT NULL AND line IS NOT NULL) AS comparable
    FROM rows_of
    WHERE key IS NOT NULL
    GROUP BY key
    HAVING count(*) > 1
)
SELECT
    count(*) AS orders,
    count_if(kinds > 1) AS differing,
    count_if(kinds = 1 AND filled = n) AS repeated,
    count_if(filled = 1) AS once,
    count_if(kinds > 1 AND rests = 1) AS alike,
    coalesce(sum(own), 0)::BIGINT AS own,
    coalesce(sum(comparable), 0)::BIGINT AS comparable,
    count_if(kinds > 1 AND lines > 0 AND total / lines BETWEEN 0.5 AND 1.5) AS near,
    count_if(kinds > 1 AND lines > 0) AS checked
FROM orders_of
