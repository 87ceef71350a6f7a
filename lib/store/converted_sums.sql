-- What was converted, by currency; digits as people write them.
SELECT currency, count(*) AS n, sum(before)::VARCHAR AS before, sum(after)::VARCHAR AS after,
    rtrim(rtrim(min(rate)::VARCHAR, '0'), '.') AS low, rtrim(rtrim(max(rate)::VARCHAR, '0'), '.') AS high
FROM valued WHERE currency IS NOT NULL AND currency <> $target GROUP BY currency ORDER BY n DESC, currency
