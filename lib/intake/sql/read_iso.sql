-- The cells of a column of times: those in ISO order counted together, every other by itself. They are read once.
CREATE OR REPLACE TABLE told AS
WITH given AS (SELECT filled(cell) AS cell, n FROM cells),
read AS (SELECT cell, n, instant_iso(cell, 'UTC') AS ts FROM given)
SELECT
    CASE WHEN ts IS NULL THEN cell END AS cell,
    sum(n)::BIGINT AS n,
    cells_with(n, ts IS NOT NULL) AS iso,
    cells_with(n, ts IS NOT NULL AND (ends_with(cell, 'Z') OR has_offset(cell))) AS offsets,
    max(day(ts)) AS latest_day
FROM read
WHERE cell IS NOT NULL
GROUP BY 1
