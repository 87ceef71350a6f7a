-- One row is a day of a file in a table. Intake keeps beside the contract from which file a row came
-- (file_no), and whether an event came from a file at all (origin).
WITH moments AS (
    SELECT $events AS subject, file_no AS file_no, ts AS moment FROM events WHERE origin = $file
    UNION ALL SELECT $orders AS subject, file_no AS file_no, ordered_at AS moment FROM orders WHERE file_no IS NOT NULL
    UNION ALL SELECT $returns AS subject, file_no AS file_no, returned_at AS moment FROM returns
    UNION ALL SELECT $feedback AS subject, file_no AS file_no, given_at AS moment FROM feedback
    UNION ALL SELECT $tickets AS subject, file_no AS file_no, opened_at AS moment FROM tickets
),
placed AS (
    SELECT
        subject, file_no, moment, CAST((moment AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
        CASE WHEN moment > CAST($imported AS TIMESTAMP) THEN 1 ELSE 0 END AS ahead
    FROM moments
)
SELECT subject, file_no, day, COUNT(*) AS happened, CAST(SUM(ahead) AS BIGINT) AS later
FROM placed
GROUP BY subject, file_no, day
UNION ALL
SELECT $spend AS subject, file_no, day, COUNT(*) AS happened, 0 AS later
FROM spend
GROUP BY file_no, day
ORDER BY subject, day, file_no
