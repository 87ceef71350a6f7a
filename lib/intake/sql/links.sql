-- Every link from one id to another with the rule that gives it; of two ids at one order the lesser leads to the better.
WITH shop AS (
    SELECT customer_id FROM customers UNION SELECT customer_id FROM orders
),
own AS (
    SELECT customer_id FROM shop UNION SELECT customer_id FROM returns
    UNION SELECT customer_id FROM tickets UNION SELECT customer_id FROM promises UNION SELECT customer_id FROM identities
),
rows_of AS (
    SELECT DISTINCT file_no, true AS events FROM events
    UNION SELECT file_no, false FROM customers UNION SELECT file_no, false FROM orders UNION SELECT file_no, false FROM tickets
    UNION SELECT file_no, false FROM feedback UNION SELECT file_no, false FROM returns UNION SELECT file_no, false FROM promises
),
files AS (
    SELECT file_no, bool_or(events) AS events FROM rows_of GROUP BY file_no
),
told AS (
    SELECT
        i.anonymous_id AS one, i.customer_id AS other, i.linked_at,
        CASE WHEN f.file_no IS NULL THEN 'link table'
             WHEN is_email_id(i.anonymous_id) THEN 'e-mail'
             WHEN is_phone_id(i.anonymous_id) THEN 'phone'
             WHEN f.events THEN 'login'
             ELSE 'link table' END AS rule
    FROM identities i
    LEFT JOIN files f ON f.file_no = i.file_no
),
met AS (
    SELECT e.customer_id AS one, o.customer_id AS other, min(e.ts) AS at_
    FROM events e JOIN orders o ON o.order_id = e.order_id WHERE e.customer_id <> o.customer_id GROUP BY ALL
    UNION ALL
    SELECT f.customer_id, o.customer_id, min(f.given_at)
    FROM feedback f JOIN orders o ON o.order_id = f.order_id WHERE f.customer_id <> o.customer_id GROUP BY ALL
    UNION ALL
    SELECT r.customer_id, o.customer_id, min(r.returned_at)
    FROM returns r JOIN orders o ON o.order_id = r.order_id WHERE r.customer_id <> o.customer_id GROUP BY ALL
    UNION ALL
    SELECT p.customer_id, o.customer_id, min(p.made_at)
    FROM promises p JOIN orders o ON o.order_id = p.order_id WHERE p.customer_id <> o.customer_id GROUP BY ALL
    UNION ALL
    SELECT one, other, min(met_at) FROM order_people GROUP BY ALL
),
ranked AS (
    SELECT
        one, other, at_,
        CASE WHEN is_email_id(one) THEN 2 WHEN is_phone_id(one) THEN 1 WHEN one IN (SELECT customer_id FROM own WHERE customer_id IS NOT NULL) THEN 3 ELSE 0 END AS a,
        CASE WHEN is_email_id(other) THEN 2 WHEN is_phone_id(other) THEN 1 WHEN other IN (SELECT customer_id FROM own WHERE customer_id IS NOT NULL) THEN 3 ELSE 0 END AS b
    FROM met
),
links AS (
    SELECT one, other, linked_at, rule FROM told
    -- an id that the shop itself gives its customers is no device
    WHERE rule <> 'login' OR one NOT IN (SELECT customer_id FROM shop WHERE customer_id IS NOT NULL)
    UNION ALL
    SELECT CASE WHEN a < b THEN one ELSE other END, CASE WHEN a < b THEN other ELSE one END, at_, 'order number'
    FROM ranked WHERE a <> b
)
SELECT
    one, other, min(linked_at) AS linked_at, rule,
    other NOT IN (SELECT customer_id FROM shop WHERE customer_id IS NOT NULL) AS strange
FROM links
WHERE one <> other AND NOT list_contains($nobody::VARCHAR[], one) AND NOT list_contains($nobody::VARCHAR[], other)
GROUP BY one, other, rule
ORDER BY linked_at NULLS LAST, other, one, rule
