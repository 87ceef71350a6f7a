-- One row is a trait of the customers who answered or of those who did not, as sums over customers: units,
-- what is looked at (x), what counts of it (y). Traits: 1 order value, 2 returns, 3 late parcels, 4 cases, 5 repeats.
WITH bought AS (
    SELECT
        customer_id, CAST(COUNT(*) AS DOUBLE) AS placed, SUM(CAST(revenue AS DOUBLE)) AS paid,
        CAST(SUM(CASE WHEN returned THEN 1 ELSE 0 END) AS DOUBLE) AS sent_back,
        CAST(SUM(CASE WHEN promised_at IS NOT NULL AND delivered_at IS NOT NULL THEN 1 ELSE 0 END) AS DOUBLE) AS brought,
        CAST(SUM(CASE WHEN CAST((delivered_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE)
            > CAST((promised_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) THEN 1 ELSE 0 END) AS DOUBLE) AS late,
        CASE WHEN MAX(place) > 1 THEN 1 ELSE 0 END AS again
    FROM kept_orders($since, $until, $channels, $devices, $countries)
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
),
spoke AS (
    SELECT DISTINCT customer_id FROM feedback WHERE customer_id IS NOT NULL
),
complained AS (
    SELECT DISTINCT customer_id FROM tickets WHERE customer_id IS NOT NULL
),
buyers AS (
    SELECT
        b.customer_id AS customer_id, b.placed AS placed, b.paid AS paid, b.sent_back AS sent_back, b.brought AS brought,
        b.late AS late, b.again AS again, CASE WHEN s.customer_id IS NULL THEN 0 ELSE 1 END AS answered,
        CASE WHEN c.customer_id IS NULL THEN 0 ELSE 1 END AS with_case
    FROM bought b
    LEFT JOIN spoke s ON s.customer_id = b.customer_id
    LEFT JOIN complained c ON c.customer_id = b.customer_id
),
looked AS (
    SELECT 1 AS trait, answered, placed AS x, paid AS y FROM buyers
    UNION ALL
    SELECT 2 AS trait, answered, placed AS x, sent_back AS y FROM buyers
    UNION ALL
    SELECT 3 AS trait, answered, brought AS x, late AS y FROM buyers WHERE brought > 0
    UNION ALL
    SELECT 4 AS trait, answered, CAST(1 AS DOUBLE) AS x, CAST(with_case AS DOUBLE) AS y FROM buyers
    UNION ALL
    SELECT 5 AS trait, answered, CAST(1 AS DOUBLE) AS x, CAST(again AS DOUBLE) AS y FROM buyers
)
SELECT
    trait, answered, COUNT(*) AS units, SUM(x) AS sx, SUM(y) AS sy, SUM(x * x) AS sxx, SUM(y * y) AS syy,
    SUM(x * y) AS sxy
FROM looked
GROUP BY trait, answered
ORDER BY trait, answered
