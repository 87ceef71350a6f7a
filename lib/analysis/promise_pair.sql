-- One row is a promise of one pair: what came of it, and what its customer said and did afterwards.
WITH made AS (
    SELECT
        p.promise_id AS promise_id, p.order_id AS order_id, p.customer_id AS customer_id, p.day AS day,
        p.made_at AS made_at,
        COALESCE(p.kept_at, p.promised_at, p.ordered_at, p.made_at) AS base_at,
        COALESCE(p.promised_at, p.kept_at, p.made_at) + INTERVAL '30' DAY AS watched_until
    FROM kept_promises($since, $until, $channels, $devices, $countries) p
    WHERE p.pair = CAST($pair AS VARCHAR)
),
bought_after AS (
    SELECT m.promise_id AS promise_id, MIN(o.ordered_at) AS next_at
    FROM made m
    JOIN kept_orders(NULL, NULL, NULL, NULL, NULL) o ON o.customer_id = m.customer_id
    WHERE o.ordered_at > m.base_at AND (m.order_id IS NULL OR o.order_id <> m.order_id)
    GROUP BY m.promise_id
),
asked_for_help AS (
    SELECT m.promise_id AS promise_id, COUNT(*) AS tickets, SUM(CAST(t.handling_cost AS DOUBLE)) AS help_cost
    FROM made m
    JOIN kept_tickets(NULL, NULL, NULL, NULL, NULL) t ON t.customer_id = m.customer_id
    WHERE t.opened_at >= m.made_at AND t.opened_at <= m.watched_until
    GROUP BY m.promise_id
),
said AS (
    SELECT m.promise_id AS promise_id, f.score AS score, f.top AS top
    FROM made m
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f ON f.order_id = m.order_id
    WHERE f.metric = CAST($metric AS VARCHAR) AND f.scale_min = CAST($scale_min AS DOUBLE)
      AND f.scale_max = CAST($scale_max AS DOUBLE) AND f.day >= m.day
    UNION ALL
    SELECT m.promise_id AS promise_id, f.score AS score, f.top AS top
    FROM made m
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f ON f.customer_id = m.customer_id
    WHERE m.order_id IS NULL
      AND f.metric = CAST($metric AS VARCHAR) AND f.scale_min = CAST($scale_min AS DOUBLE)
      AND f.scale_max = CAST($scale_max AS DOUBLE)
      AND f.day >= m.day AND f.given_at <= m.made_at + INTERVAL '30' DAY
),
answers_of AS (
    SELECT
        promise_id, COUNT(*) AS answers, SUM(score) AS scores,
        CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops
    FROM said
    GROUP BY promise_id
)
SELECT
    p.promise_id AS id, p.order_id AS order_id, p.customer_id AS customer_id, p.made_at AS began_at, p.day AS day,
    p.promised_at AS promised_at, p.kept_at AS kept_at,
    CAST((p.promised_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS promised_day,
    CAST((p.kept_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS kept_day,
    p.promised AS promised, p.actual AS actual, p.ordered_at AS ordered_at,
    p.channel AS channel, p.country AS country,
    c.region AS region, p.device AS device,
    p.revenue AS revenue, p.refund AS refund, p.returned AS returned, b.next_at AS next_at,
    t.tickets AS tickets, t.help_cost AS help_cost,
    a.answers AS answers, a.scores AS scores, a.tops AS tops
FROM kept_promises($since, $until, $channels, $devices, $countries) p
LEFT JOIN bought_after b ON b.promise_id = p.promise_id
LEFT JOIN asked_for_help t ON t.promise_id = p.promise_id
LEFT JOIN answers_of a ON a.promise_id = p.promise_id
LEFT JOIN customers c ON c.customer_id = p.customer_id
WHERE p.pair = CAST($pair AS VARCHAR)
ORDER BY p.made_at, p.promise_id
