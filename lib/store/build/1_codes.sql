-- Dense codes: one row is a customer, one row is a touchpoint (the most frequent first).
CREATE TABLE dim_customer AS
SELECT (row_number() OVER (ORDER BY customer_id))::UINTEGER AS cust, customer_id
FROM (SELECT DISTINCT customer_id FROM draft.events);

CREATE TABLE dim_tp AS
SELECT (row_number() OVER (ORDER BY count(*) DESC, touchpoint))::USMALLINT AS ev, touchpoint, min(stage) AS stage
FROM draft.events
GROUP BY touchpoint;

CREATE TYPE touchpoint_t AS ENUM (SELECT touchpoint FROM dim_tp ORDER BY ev);
CREATE TYPE channel_t AS ENUM (SELECT DISTINCT channel FROM draft.events WHERE channel IS NOT NULL ORDER BY 1);
CREATE TYPE device_t AS ENUM (SELECT DISTINCT device FROM draft.events WHERE device IS NOT NULL ORDER BY 1);
CREATE TYPE country_t AS ENUM (SELECT DISTINCT country FROM draft.events WHERE country IS NOT NULL ORDER BY 1);

-- The canonical events in the order that everything else streams over: the one large sort.
CREATE TABLE events AS
SELECT e.*
FROM draft.events e
JOIN dim_customer c ON c.customer_id = e.customer_id
ORDER BY c.cust, e.ts, e.event_id;
