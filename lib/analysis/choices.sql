-- One row is a value that the filters can name.
SELECT 'channel' AS column_name, COALESCE(channel, '(unknown)') AS choice, COUNT(*) AS events FROM events GROUP BY 1, 2
UNION ALL
SELECT 'device' AS column_name, COALESCE(device, '(unknown)') AS choice, COUNT(*) AS events FROM events GROUP BY 1, 2
UNION ALL
SELECT 'country' AS column_name, COALESCE(country, '(unknown)') AS choice, COUNT(*) AS events FROM events GROUP BY 1, 2
ORDER BY 1, 3 DESC, 2
