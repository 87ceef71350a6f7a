-- One row is an event in its place. Windows without PARTITION and ORDER stream over the order in which
-- rows lie, so their table must never meet an insert; whatever joins is put back into order by n.
CREATE TABLE x.placed AS
SELECT
    n, cust, ts, ev, channel, device, country, active, own, order_id, value, run_head,
    (n - max(CASE WHEN new_journey THEN n END) OVER (ROWS UNBOUNDED PRECEDING) + 1)::UINTEGER AS step,
    (max(CASE WHEN active THEN n END) OVER (ROWS UNBOUNDED PRECEDING))::UINTEGER AS last_active
FROM (
    SELECT
        (row_number() OVER ())::UINTEGER AS n, ts, channel, device, country, active, own, order_id, value, ev,
        (sum(CAST(new_journey AS INTEGER)) OVER (ROWS UNBOUNDED PRECEDING))::UINTEGER AS cust, new_journey,
        new_journey OR ev IS DISTINCT FROM lag(ev) OVER () AS run_head
    FROM (
        SELECT
            ts, channel::channel_t AS channel, device::device_t AS device, country::country_t AS country,
            (enum_code(touchpoint::touchpoint_t) + 1)::USMALLINT AS ev,
            -- list_contains would plan as a join, and a join promises no order
            origin = 'file' AND list_position($passive::VARCHAR[], touchpoint) IS NULL AS active,
            CASE WHEN session_id IS NOT NULL THEN hash(session_id) END AS own,
            CASE WHEN touchpoint = $order_placed THEN coalesce(order_id, '') END AS order_id, value,
            customer_id IS DISTINCT FROM lag(customer_id) OVER () AS new_journey
        FROM events
    )
);

CREATE TABLE x.shared AS
SELECT own FROM x.placed WHERE own IS NOT NULL GROUP BY own HAVING min(cust) <> max(cust);

CREATE TABLE x.active AS
SELECT p.n, p.cust, p.ts, CASE WHEN s.own IS NULL THEN p.own END AS own
FROM x.placed p
LEFT JOIN x.shared s ON s.own = p.own
WHERE p.active
ORDER BY p.n;

-- A visit begins after a pause, and where a session id of the file's own follows another one of the visit;
-- `latest` is the last own id since the pause (0 = none yet).
CREATE TABLE x.visits AS
SELECT n, cust, ts, own, (sum(CAST(begins AS INTEGER)) OVER (ROWS UNBOUNDED PRECEDING))::UINTEGER AS visit
FROM (
    SELECT n, cust, ts, own, pause OR coalesce(own <> nullif(lag(latest) OVER (), 0), false) AS begins
    FROM (
        SELECT
            n, cust, ts, own, pause,
            last_value(CASE WHEN own IS NOT NULL THEN own WHEN pause THEN 0::UBIGINT END IGNORE NULLS)
                OVER (ROWS UNBOUNDED PRECEDING) AS latest
        FROM (
            SELECT
                n, cust, ts, own,
                cust IS DISTINCT FROM lag(cust) OVER ()
                OR (ts - lag(ts) OVER () > to_minutes($gap::INTEGER)
                    AND coalesce(own <> lag(own) OVER (), true)) AS pause
            FROM x.active
        )
    )
);

-- Visits of one own session that lie between those of another are one session again.
CREATE TABLE x.split AS
SELECT DISTINCT v.visit, o.visit AS first_visit
FROM x.visits v
JOIN (
    SELECT own, min(visit) AS visit FROM x.visits WHERE own IS NOT NULL GROUP BY own HAVING min(visit) <> max(visit)
) o
    ON o.own = v.own AND o.visit <> v.visit;

CREATE TABLE x.sessions AS
SELECT v.n, v.cust, v.ts, coalesce(s.first_visit, v.visit) AS sess
FROM x.visits v
LEFT JOIN x.split s ON s.visit = v.visit;

CREATE TABLE x.purchases AS
SELECT p.n, coalesce(o.revenue, p.value, 0)::DECIMAL(18,2) AS revenue
FROM x.placed p
LEFT JOIN order_facts o ON o.order_id = p.order_id
WHERE p.order_id IS NOT NULL AND coalesce(o.counted, true);

CREATE TABLE steps AS
SELECT
    p.cust, p.ts, p.ev, p.channel, p.device, p.country, b.n IS NOT NULL AS is_order,
    coalesce(b.revenue, 0)::DECIMAL(18,2) AS revenue, p.step, p.run_head, p.active,
    CASE WHEN p.active THEN s.sess
         WHEN b.n IS NOT NULL AND s.cust = p.cust AND p.ts - s.ts <= to_minutes($gap::INTEGER) THEN s.sess END AS sess
FROM x.placed p
LEFT JOIN x.sessions s ON s.n = p.last_active
LEFT JOIN x.purchases b ON b.n = p.n
ORDER BY p.n;
