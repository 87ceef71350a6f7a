-- One row is a group of customers by what they first answered, and what they did for the shop within 90 days:
-- any advocacy ('(all)') or one touchpoint of it. Only answers with 90 full days of data behind them.
WITH recommending AS (
    SELECT
        customer_id, given_at, feedback_id,
        CASE WHEN score >= 9 THEN 1 WHEN score >= 7 THEN 2 ELSE 3 END AS kind,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY given_at, feedback_id) AS nth
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
    WHERE metric = 'nps' AND customer_id IS NOT NULL AND given_at < CAST($latest AS TIMESTAMP)
),
firsts AS (
    SELECT customer_id, given_at, kind FROM recommending WHERE nth = 1
),
acted AS (
    SELECT f.kind AS kind, f.customer_id AS customer_id, e.touchpoint AS touchpoint
    FROM firsts f
    JOIN kept_events(NULL, NULL, NULL, NULL, NULL) e ON e.customer_id = f.customer_id
    WHERE e.stage = $advocacy AND e.ts > f.given_at AND e.ts <= f.given_at + INTERVAL '90' DAY
)
SELECT kind, '(all)' AS label, 1 AS part, COUNT(*) AS found FROM firsts GROUP BY kind
UNION ALL
SELECT kind, '(all)' AS label, 2 AS part, COUNT(DISTINCT customer_id) AS found FROM acted GROUP BY kind
UNION ALL
SELECT kind, touchpoint AS label, 2 AS part, COUNT(DISTINCT customer_id) AS found FROM acted GROUP BY kind, touchpoint
ORDER BY kind, label, part
