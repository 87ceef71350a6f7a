-- What cases are about, as it was written.
SELECT topic, count(*) AS n FROM tickets WHERE topic IS NOT NULL GROUP BY topic ORDER BY n DESC, topic
