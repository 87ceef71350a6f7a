-- One row is a touchpoint of those asked about that happens in the data.
SELECT touchpoint
FROM events
WHERE touchpoint IN CAST($touchpoints AS VARCHAR[])
GROUP BY touchpoint
ORDER BY touchpoint
