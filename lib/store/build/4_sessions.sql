-- One row is a session: what one customer did without a pause of more than the gap.
CREATE TABLE session_facts AS
SELECT
    s.sess AS session, min(c.customer_id) AS customer_id, min(s.ts) AS started_at, max(s.ts) AS ended_at,
    CAST((min(s.ts) AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
    count(*)::UINTEGER AS events,
    arg_min_null(s.channel, s.step) AS channel, arg_min_null(s.device, s.step) AS device,
    arg_min_null(s.country, s.step) AS country,
    bool_or(t.touchpoint = $cart OR t.touchpoint = $checkout) AS cart,
    count_if(s.is_order)::UINTEGER AS orders, sum(s.revenue)::DECIMAL(18,2) AS revenue
FROM steps s
JOIN dim_customer c ON c.cust = s.cust
JOIN dim_tp t ON t.ev = s.ev
WHERE s.sess IS NOT NULL
GROUP BY s.sess
ORDER BY s.sess;

-- One row is a day x channel x device x country of session starts.
CREATE TABLE session_days AS
SELECT
    day, channel, device, country, count(*) AS sessions, count_if(cart) AS carts, count_if(orders > 0) AS converted,
    count_if(cart AND orders = 0) AS abandoned
FROM session_facts
GROUP BY ALL
ORDER BY ALL;
