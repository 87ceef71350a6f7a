-- One row is a table: its rows, how many name no customer, and of events how many have no stage.
WITH told AS (
    SELECT $events AS subject, customer_id AS who, CASE WHEN stage IS NULL THEN 1 ELSE 0 END AS lost
    FROM events WHERE origin = $file
    UNION ALL SELECT $orders AS subject, customer_id AS who, 0 AS lost FROM orders WHERE file_no IS NOT NULL
    UNION ALL SELECT $returns AS subject, customer_id AS who, 0 AS lost FROM returns
    UNION ALL SELECT $feedback AS subject, customer_id AS who, 0 AS lost FROM feedback
    UNION ALL SELECT $tickets AS subject, customer_id AS who, 0 AS lost FROM tickets
)
SELECT
    subject, COUNT(*) AS happened, COUNT(who) AS named, COUNT(DISTINCT who) AS customers,
    CAST(SUM(lost) AS BIGINT) AS unmapped
FROM told
GROUP BY subject
ORDER BY subject
