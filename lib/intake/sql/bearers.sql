-- Which id stands in which file, how often and where first; before anything is joined.
CREATE OR REPLACE TABLE bearers AS
SELECT file_no, 'events' AS kind, customer_id AS id, count(*) AS n, min(row_no) AS row_no FROM events GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'orders', customer_id, count(*), min(row_no) FROM orders WHERE customer_id IS NOT NULL GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'returns', customer_id, count(*), min(row_no) FROM returns WHERE customer_id IS NOT NULL GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'feedback', customer_id, count(*), min(row_no) FROM feedback WHERE customer_id IS NOT NULL GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'tickets', customer_id, count(*), min(row_no) FROM tickets WHERE customer_id IS NOT NULL GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'promises', customer_id, count(*), min(row_no) FROM promises WHERE customer_id IS NOT NULL GROUP BY file_no, customer_id
UNION ALL SELECT file_no, 'customers', customer_id, count(*), min(row_no) FROM customers GROUP BY file_no, customer_id;

-- What one id did, and whether it is a customer's own: no visitor's, whom only a link could name.
CREATE OR REPLACE TABLE people AS
WITH own AS (
    SELECT id FROM bearers WHERE kind <> 'events'
    UNION SELECT customer_id FROM assignments UNION SELECT customer_id FROM identities
),
bought AS (
    SELECT customer_id AS id, count(*) AS orders
    FROM orders
    WHERE cancelled_at IS NULL AND NOT list_contains($not_counted::VARCHAR[], plain_status(coalesce(status, '')))
    GROUP BY customer_id
    UNION ALL
    SELECT customer_id, count(DISTINCT coalesce(order_id, event_id))
    FROM events
    WHERE list_contains($purchases::VARCHAR[], touchpoint) AND (order_id IS NOT NULL OR value IS NOT NULL)
    GROUP BY customer_id
),
seen AS (
    SELECT id, bool_or(kind <> 'customers') AS acts, bool_or(kind = 'events') AS visits FROM bearers GROUP BY id
    UNION ALL
    SELECT DISTINCT anonymous_id, false, true FROM identities WHERE (SELECT count(*) FROM events) = 0
)
SELECT s.id, bool_or(s.acts) AS acts, bool_or(s.visits) AS visits, s.id IN (SELECT id FROM own) AS own, coalesce(max(b.orders), 0) AS orders
FROM seen s
LEFT JOIN bought b ON b.id = s.id
GROUP BY s.id;
