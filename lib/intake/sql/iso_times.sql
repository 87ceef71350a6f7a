-- How many cells of a column are times in ISO order, how many of them say their offset, and the latest day of a month.
SELECT
    coalesce(sum(n), 0)::BIGINT AS n,
    coalesce(sum(iso), 0)::BIGINT AS iso,
    coalesce(sum(offsets), 0)::BIGINT AS offsets,
    coalesce(max(latest_day), 0) AS latest_day
FROM told
