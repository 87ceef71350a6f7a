-- Every word of the columns that hold few words, with its rows.
SELECT category, word, sum(n)::BIGINT AS n FROM (
    SELECT 'channel' AS category, channel AS word, count(*) AS n FROM events WHERE channel IS NOT NULL GROUP BY channel
    UNION ALL SELECT 'channel' AS category, channel AS word, count(*) AS n FROM orders WHERE channel IS NOT NULL GROUP BY channel
    UNION ALL SELECT 'channel' AS category, channel AS word, count(*) AS n FROM feedback WHERE channel IS NOT NULL GROUP BY channel
    UNION ALL SELECT 'channel' AS category, channel AS word, count(*) AS n FROM tickets WHERE channel IS NOT NULL GROUP BY channel
    UNION ALL SELECT 'channel' AS category, channel AS word, count(*) AS n FROM spend WHERE channel IS NOT NULL GROUP BY channel
    UNION ALL SELECT 'device' AS category, device AS word, count(*) AS n FROM events WHERE device IS NOT NULL GROUP BY device
    UNION ALL SELECT 'source' AS category, source AS word, count(*) AS n FROM events WHERE source IS NOT NULL GROUP BY source
    UNION ALL SELECT 'source' AS category, source AS word, count(*) AS n FROM spend WHERE source IS NOT NULL GROUP BY source
    UNION ALL SELECT 'country' AS category, country AS word, count(*) AS n FROM events WHERE country IS NOT NULL GROUP BY country
    UNION ALL SELECT 'country' AS category, country AS word, count(*) AS n FROM customers WHERE country IS NOT NULL GROUP BY country
    UNION ALL SELECT 'status' AS category, status AS word, count(*) AS n FROM orders WHERE status IS NOT NULL GROUP BY status
)
GROUP BY ALL
ORDER BY category, n DESC, word
