-- One row is an event in its place. The first statement sorts; all others stream over that order, with
-- windows that have neither PARTITION nor ORDER, so they must never meet an insert.
CREATE TABLE x.shared_ids AS
SELECT session_id FROM draft.events WHERE session_id IS NOT NULL
GROUP BY session_id HAVING count(DISTINCT customer_id) > 1;

CREATE TABLE x.coded AS
SELECT
    c.cust, e.ts, t.ev, e.channel::channel_t AS channel, e.device::device_t AS device,
    e.country::country_t AS country,
    e.origin = 'file' AND NOT list_contains($passive::VARCHAR[], e.touchpoint) AS active,
    CASE WHEN s.session_id IS NULL THEN e.session_id END AS own_id,
    e.touchpoint = $order_placed AND coalesce(o.counted, true) AS is_order,
    CASE WHEN e.touchpoint = $order_placed AND coalesce(o.counted, true)
         THEN coalesce(o.revenue, e.value, 0) ELSE 0 END::DECIMAL(18,2) AS revenue
FROM draft.events e
JOIN dim_customer c ON c.customer_id = e.customer_id
JOIN dim_tp t ON t.touchpoint = e.touchpoint
LEFT JOIN x.shared_ids s ON s.session_id = e.session_id
LEFT JOIN order_facts o ON o.order_id = e.order_id
ORDER BY c.cust, e.ts, e.event_id;

CREATE TABLE x.placed AS
SELECT
    * EXCLUDE (new_journey, n),
    (n - max(CASE WHEN new_journey THEN n END) OVER (ROWS UNBOUNDED PRECEDING) + 1)::UINTEGER AS step,
    max(CASE WHEN active THEN n END) OVER (ROWS UNBOUNDED PRECEDING) AS last_active,
    n
FROM (
    SELECT
        *, row_number() OVER () AS n,
        cust IS DISTINCT FROM lag(cust) OVER () AS new_journey,
        cust IS DISTINCT FROM lag(cust) OVER () OR ev IS DISTINCT FROM lag(ev) OVER () AS run_head
    FROM x.coded
);

CREATE TABLE x.visits AS
SELECT n, cust, ts, own_id, (sum(CAST(begins AS INTEGER)) OVER (ROWS UNBOUNDED PRECEDING))::UINTEGER AS visit
FROM (
    SELECT
        *,
        cust IS DISTINCT FROM lag(cust) OVER ()
        OR CASE WHEN own_id IS NOT NULL AND lag(own_id) OVER () IS NOT NULL THEN own_id <> lag(own_id) OVER ()
                ELSE ts - lag(ts) OVER () > to_minutes($gap::INTEGER) END AS begins
    FROM (SELECT n, cust, ts, own_id FROM x.placed WHERE active)
);

CREATE TABLE x.sessions AS
SELECT v.n, v.cust, v.ts, coalesce(f.visit, v.visit) AS sess
FROM x.visits v
LEFT JOIN (SELECT own_id, min(visit) AS visit FROM x.visits WHERE own_id IS NOT NULL GROUP BY own_id) f
    ON f.own_id = v.own_id;

CREATE TABLE steps AS
SELECT
    p.cust, p.ts, p.ev, p.channel, p.device, p.country, p.is_order, p.revenue, p.step, p.run_head, p.active,
    CASE WHEN p.active THEN s.sess
         WHEN p.is_order AND s.cust = p.cust AND p.ts - s.ts <= to_minutes($gap::INTEGER) THEN s.sess END AS sess
FROM x.placed p
LEFT JOIN x.sessions s ON s.n = p.last_active
ORDER BY p.n;
