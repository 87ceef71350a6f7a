-- One row is an order that both an order file and the events tell, with both times.
SELECT e.order_id AS order_id, e.ts AS seen_at, o.ordered_at AS ordered_at
FROM events e
JOIN orders o ON o.order_id = e.order_id
WHERE e.origin = $file AND e.touchpoint = $order_placed AND o.file_no IS NOT NULL
