-- One row is a value that the filters can name.
SELECT 'channel' AS column_name, COALESCE(channel, '(unknown)') AS choice, COUNT(*) AS events
FROM events
GROUP BY COALESCE(channel, '(unknown)')
UNION ALL
SELECT 'device' AS column_name, COALESCE(device, '(unknown)') AS choice, COUNT(*) AS events
FROM events
GROUP BY COALESCE(device, '(unknown)')
UNION ALL
SELECT 'country' AS column_name, COALESCE(country, '(unknown)') AS choice, COUNT(*) AS events
FROM events
GROUP BY COALESCE(country, '(unknown)')
ORDER BY column_name, events DESC, choice
