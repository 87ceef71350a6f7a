-- One row is a customer: the ends of the journey, what was bought, and where the customer came from.
CREATE TABLE journeys AS
SELECT
    s.cust, min(c.customer_id) AS customer_id, min(s.ts) AS first_ts, max(s.ts) AS last_ts,
    CAST((min(s.ts) AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS first_day,
    count(*)::UINTEGER AS events,
    arg_min_null(s.channel, s.step) AS channel, arg_min_null(s.device, s.step) AS device,
    arg_min_null(s.country, s.step) AS country,
    count_if(s.is_order)::UINTEGER AS orders, sum(s.revenue)::DECIMAL(18,2) AS revenue
FROM steps s
JOIN dim_customer c ON c.cust = s.cust
GROUP BY s.cust
ORDER BY s.cust;

-- What customers answered; orders_before counts their orders up to then.
CREATE TABLE feedback_facts AS
WITH bought AS (
    SELECT customer_id, ordered_at, max(place) AS place
    FROM order_facts
    WHERE place IS NOT NULL
    GROUP BY customer_id, ordered_at
)
SELECT
    f.feedback_id, f.customer_id, f.given_at,
    CAST((f.given_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
    f.metric, f.score, f.scale_min, f.scale_max,
    f.score > f.scale_max - greatest(1, floor(0.4 * (f.scale_max - f.scale_min + 1))) AS top,
    f.touchpoint, f.stage, f.channel, j.device, j.country, f.order_id, f.question, f.comment,
    coalesce(b.place, 0)::UINTEGER AS orders_before
FROM draft.feedback f
ASOF LEFT JOIN bought b ON b.customer_id = f.customer_id AND f.given_at >= b.ordered_at
LEFT JOIN journeys j ON j.customer_id = f.customer_id
ORDER BY f.given_at, f.feedback_id;

CREATE TABLE ticket_facts AS
SELECT
    t.ticket_id, t.customer_id, t.opened_at,
    CAST((t.opened_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
    t.first_reply_at, t.solved_at, t.topic, t.channel, t.handling_cost, t.csat, j.device, j.country
FROM draft.tickets t
LEFT JOIN journeys j ON j.customer_id = t.customer_id
ORDER BY t.opened_at, t.ticket_id;

-- One row is a promise of a refund, a price or a stock with what is known of its order, whatever became of it.
CREATE TABLE promise_facts AS
SELECT
    p.promise_id, p.pair, p.order_id, coalesce(p.customer_id, o.customer_id) AS customer_id, p.made_at,
    CAST((p.made_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
    p.promised_at, p.kept_at, p.promised, p.actual, o.ordered_at, o.channel,
    coalesce(o.device, j.device) AS device, coalesce(o.country, j.country) AS country,
    o.returned, o.refund, o.revenue
FROM draft.promises p
LEFT JOIN order_facts o ON o.order_id = p.order_id
LEFT JOIN journeys j ON j.customer_id = coalesce(p.customer_id, o.customer_id)
ORDER BY p.made_at, p.promise_id;
