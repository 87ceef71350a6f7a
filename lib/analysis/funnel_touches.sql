-- One row is an event of one of the customers named, in the order of their journeys.
SELECT
    customer_id, ts, event_id,
    CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') WHEN 'channel' THEN COALESCE(channel, '(unknown)')
        ELSE touchpoint END AS label,
    channel, device, country
FROM events
WHERE customer_id IN CAST($customers AS VARCHAR[])
ORDER BY customer_id, ts, event_id
