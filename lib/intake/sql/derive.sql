-- Orders, deliveries, returns, cases and answers become events of the journeys they belong to.
-- A purchase page that was loaded again is no second order.
CREATE OR REPLACE TABLE web_orders AS
SELECT order_id, min((ts, event_id)) AS first, count(*) AS n
FROM events
WHERE touchpoint = $order_placed AND order_id IS NOT NULL
GROUP BY order_id;

UPDATE events SET touchpoint = $order_confirmation, stage = $order_confirmation_stage
FROM web_orders w
WHERE w.n > 1 AND events.order_id = w.order_id AND events.touchpoint = $order_placed AND (events.ts, events.event_id) <> w.first;

UPDATE events SET value = coalesce(o.revenue, events.value)
FROM orders o
WHERE o.order_id = events.order_id AND events.touchpoint = $order_placed;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, channel, order_id, value, origin)
SELECT 'order:' || order_id, customer_id, ordered_at, $order_placed, $order_placed_stage, channel, order_id, revenue, 'orders'
FROM orders
WHERE customer_id IS NOT NULL AND order_id NOT IN (SELECT order_id FROM web_orders)
ORDER BY order_id;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, channel, order_id, origin)
SELECT 'cancelled:' || order_id, customer_id, cancelled_at, $order_cancelled, $order_cancelled_stage, channel, order_id, 'orders'
FROM orders
WHERE customer_id IS NOT NULL AND cancelled_at IS NOT NULL
ORDER BY order_id;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, channel, order_id, origin)
SELECT 'delivered:' || order_id, customer_id, delivered_at, $delivered, $delivered_stage, channel, order_id, 'orders'
FROM orders
WHERE customer_id IS NOT NULL AND delivered_at IS NOT NULL
ORDER BY order_id;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, order_id, origin)
SELECT 'returned:' || return_id, customer_id, returned_at, $returned, $returned_stage, order_id, 'returns'
FROM returns
WHERE customer_id IS NOT NULL
ORDER BY return_id;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, channel, origin)
SELECT 'ticket:' || ticket_id, customer_id, opened_at, t.touchpoint, t.stage, channel, 'tickets'
FROM tickets
JOIN topics t ON t.topic IS NOT DISTINCT FROM tickets.topic
WHERE customer_id IS NOT NULL
ORDER BY ticket_id;

INSERT INTO events (event_id, customer_id, ts, touchpoint, stage, channel, order_id, origin)
SELECT 'answer:' || feedback_id, customer_id, given_at,
    CASE WHEN metric = 'rating' THEN $review_given ELSE $survey_answered END,
    CASE WHEN metric = 'rating' THEN $review_given_stage ELSE $survey_answered_stage END,
    channel, order_id, 'feedback'
FROM feedback
WHERE customer_id IS NOT NULL
ORDER BY feedback_id;
