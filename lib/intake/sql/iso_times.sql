-- How many cells of a column are times in ISO order, how many of them say their offset, and the latest day of a month.
WITH given AS (SELECT filled(cell) AS cell FROM cells),
read AS (SELECT cell, instant_iso(cell, 'UTC') AS ts FROM given)
SELECT
    count(cell) AS n,
    count(ts) AS iso,
    count_if(ts IS NOT NULL AND (ends_with(cell, 'Z') OR has_offset(cell))) AS offsets,
    coalesce(max(day(ts)), 0) AS latest_day
FROM read
