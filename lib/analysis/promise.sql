-- One row is a counted order: its promise, when it came, and what its customer said and did afterwards.
WITH counted_orders AS (
    SELECT
        o.order_id AS order_id, o.customer_id AS customer_id, o.ordered_at AS ordered_at, o.place AS place,
        COALESCE(o.delivered_at, o.promised_at) AS due_at,
        COALESCE(o.promised_at, o.delivered_at) + INTERVAL '30' DAY AS watched_until
    FROM kept_orders(NULL, NULL, NULL, NULL, NULL) o
    WHERE o.customer_id IS NOT NULL
),
moments AS (
    SELECT customer_id, ordered_at AS moment, 0 AS is_due, order_id, ordered_at, place FROM counted_orders
    UNION ALL
    SELECT customer_id, due_at AS moment, 1 AS is_due, order_id, ordered_at, place
    FROM counted_orders
    WHERE due_at IS NOT NULL
),
followed AS (
    SELECT
        order_id, is_due,
        MIN(CASE WHEN is_due = 0 THEN moment END)
            OVER (PARTITION BY customer_id ORDER BY moment DESC, is_due DESC, order_id) AS next_at
    FROM moments
),
asked_for_help AS (
    SELECT
        t.customer_id AS customer_id, t.opened_at AS moment, 1 AS is_ticket, t.ticket_id AS row_id,
        t.handling_cost AS handling_cost, NULL AS place
    FROM kept_tickets(NULL, NULL, NULL, NULL, NULL) t
    WHERE t.customer_id IS NOT NULL
    UNION ALL
    SELECT customer_id, ordered_at AS moment, 0 AS is_ticket, order_id AS row_id, NULL AS handling_cost, place
    FROM counted_orders
),
helped AS (
    SELECT
        customer_id, moment, is_ticket, handling_cost,
        MAX(place) OVER (PARTITION BY customer_id ORDER BY moment, is_ticket, row_id) AS last_place
    FROM asked_for_help
),
tickets_of AS (
    SELECT
        c.order_id AS order_id, COUNT(*) AS tickets,
        SUM(CAST(h.handling_cost AS DOUBLE)) AS help_cost
    FROM helped h
    JOIN counted_orders c ON c.customer_id = h.customer_id AND c.place = h.last_place
    WHERE h.is_ticket = 1 AND h.moment <= c.watched_until
    GROUP BY c.order_id
),
answers_of AS (
    SELECT
        order_id, COUNT(*) AS answers, SUM(score) AS scores,
        CAST(SUM(CASE WHEN top THEN 1 ELSE 0 END) AS BIGINT) AS tops
    FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)
    WHERE metric = CAST($metric AS VARCHAR) AND scale_min = CAST($scale_min AS DOUBLE)
      AND scale_max = CAST($scale_max AS DOUBLE)
      AND CASE WHEN stage IN CAST($stages_before AS VARCHAR[]) THEN 1 ELSE 0 END = 0
    GROUP BY order_id
)
SELECT
    o.order_id AS id, o.customer_id AS customer_id, o.ordered_at AS began_at, o.day AS day, o.promised_at AS promised_at,
    o.delivered_at AS kept_at,
    CAST((o.promised_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS promised_day,
    CAST((o.delivered_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS kept_day,
    o.channel AS channel, o.country AS country,
    c.region AS region, o.device AS device,
    o.carrier AS carrier,
    o.place AS place, o.revenue AS revenue, o.margin AS margin,
    o.refund AS refund, o.returned AS returned, f.next_at AS next_at,
    t.tickets AS tickets, t.help_cost AS help_cost,
    a.answers AS answers, a.scores AS scores, a.tops AS tops
FROM kept_orders($since, $until, $channels, $devices, $countries) o
LEFT JOIN followed f ON f.order_id = o.order_id AND f.is_due = 1
LEFT JOIN tickets_of t ON t.order_id = o.order_id
LEFT JOIN answers_of a ON a.order_id = o.order_id
LEFT JOIN customers c ON c.customer_id = o.customer_id
ORDER BY o.ordered_at, o.order_id
