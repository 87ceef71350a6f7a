-- One row is a change, the latest first.
SELECT
    name, live_at, CAST((live_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day,
    touchpoint, segment, cost_once, cost_monthly, owner
FROM changes
ORDER BY live_at DESC, name
