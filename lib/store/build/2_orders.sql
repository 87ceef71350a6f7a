-- One row is an order with all that is counted of it: refunds so far, its place in the customer's orders.
CREATE TABLE order_facts AS
WITH refunds AS (
    SELECT order_id, sum(refund) AS refund, min(returned_at) AS returned_at FROM draft.returns GROUP BY order_id
),
placed AS (
    SELECT order_id, min(device) AS device, min(country) AS country
    FROM draft.events WHERE order_id IS NOT NULL GROUP BY order_id
),
facts AS (
    SELECT
        o.*,
        CAST((o.ordered_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
        coalesce(r.refund, 0)::DECIMAL(18,2) AS refund,
        r.order_id IS NOT NULL AS returned,
        p.device, coalesce(p.country, c.country) AS country,
        o.cancelled_at IS NULL AND NOT list_contains($not_counted::VARCHAR[],
            regexp_replace(trim(regexp_replace(lower(strip_accents(coalesce(o.status, ''))), '[\s_-]+', ' ', 'g')), '^wc ', '')) AS counted
    FROM draft.orders o
    LEFT JOIN refunds r ON r.order_id = o.order_id
    LEFT JOIN placed p ON p.order_id = o.order_id
    LEFT JOIN draft.customers c ON c.customer_id = o.customer_id
)
SELECT
    order_id, customer_id, ordered_at, day, revenue, (revenue - refund)::DECIMAL(18,2) AS net_revenue, margin, refund,
    returned, counted, status, channel, carrier, device, country, promised_at, delivered_at,
    CASE WHEN customer_id IS NULL OR NOT counted THEN NULL
         ELSE row_number() OVER (PARTITION BY customer_id, counted ORDER BY ordered_at, order_id) END::UINTEGER AS place
FROM facts
ORDER BY ordered_at, order_id;
