-- Every touchpoint with its events and how many of them have a stage.
SELECT touchpoint AS name, count(*) AS events, count(stage) AS mapped
FROM events
GROUP BY touchpoint
ORDER BY events DESC, name
