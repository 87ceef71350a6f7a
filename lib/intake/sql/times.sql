-- What the cells of a column that are not in ISO order look like: how many are of each family, and what decides day and month.
WITH others AS (SELECT cell, n AS rows_of FROM told WHERE cell IS NOT NULL),
plain AS (
    SELECT
        cell, rows_of,
        CASE WHEN regexp_full_match(cell, '[0-9]+([.,][0-9]+)?') THEN try_cast(replace(cell, ',', '.') AS DOUBLE) END AS number,
        regexp_extract(cell, '^([0-9]{1,2})([/.-] ?)([0-9]{1,2})[/.-] ?([0-9]{2}|[0-9]{4})([ T,].{0,24})?$',
                       ['first', 'sign', 'second', 'third', 'rest']) AS p
    FROM others
),
-- what is told already is not looked at again
parts AS (
    SELECT
        *,
        number IS NULL AND p.first = '' AS other,
        CASE WHEN length(cell) = 10 AND number IS NOT NULL
             THEN regexp_full_match(cell, '20[0-4][0-9](0[1-9]|1[0-2])([0-2][0-9]|3[01])([01][0-9]|2[0-3])') ELSE false END AS is_hour,
        CASE WHEN other THEN regexp_extract(cell, '^([0-9]{4})([/.-] ?|年)([0-9]{1,2})([/.-] ?|月)([0-9]{1,2})(日?)([ T,.].{0,24})?$',
                                            ['year', 'sign', 'second', 'sign2', 'third', 'tail', 'rest']) END AS y,
        CASE WHEN other THEN instant_named(cell, 'UTC') END IS NOT NULL AS named,
        CASE WHEN other THEN instant_named_yy(cell, 'UTC') END IS NOT NULL AS named_yy
    FROM plain
)
SELECT
    coalesce(sum(rows_of), 0)::BIGINT AS n,
    cells_with(rows_of, length(cell) = 8 AND number BETWEEN 19000101 AND 21001231) AS compact,
    cells_with(rows_of, is_hour) AS compact_hour,
    cells_with(rows_of, length(cell) = 14 AND number BETWEEN 19000101000000 AND 21001231235959) AS compact_time,
    cells_with(rows_of, other AND regexp_full_match(cell, '[0-9]{8}T[0-9]{6}Z')) AS iso_basic,
    cells_with(rows_of, number BETWEEN 5e8 AND 4.2e9 AND length(cell) <> 8 AND NOT is_hour) AS epoch_s,
    cells_with(rows_of, number BETWEEN 5e11 AND 4.2e12) AS epoch_ms,
    cells_with(rows_of, number BETWEEN 5e14 AND 4.2e15) AS epoch_us,
    cells_with(rows_of, number BETWEEN 5e17 AND 4.2e18) AS epoch_ns,
    cells_with(rows_of, number BETWEEN 20000 AND 80000) AS excel,
    min(cell) FILTER (number IS NOT NULL) AS lowest,
    max(cell) FILTER (number IS NOT NULL) AS highest,
    cells_with(rows_of, named) AS named,
    cells_with(rows_of, named_yy) AS named_yy,
    min(cell) FILTER (named_yy) AS named_example,
    cells_with(rows_of, p.first <> '') AS split,
    cells_with(rows_of, length(p.third) = 2) AS short_years,
    coalesce(max(try_cast(p.first AS INTEGER)), 0) AS first,
    coalesce(max(try_cast(p.second AS INTEGER)), 0) AS second,
    coalesce(max(try_cast(p.third AS INTEGER)), 0) AS third,
    min(cell) FILTER (p.first <> '') AS example,
    arg_max(cell, (try_cast(p.first AS INTEGER), cell)) FILTER (p.first <> '') AS day_first,
    arg_max(cell, (try_cast(p.second AS INTEGER), cell)) FILTER (p.first <> '') AS month_first,
    list_sort(list(DISTINCT [p.sign, p.sign, '', translate(p.rest, '0123456789', '9999999999')])
              FILTER (p.first <> ''))[:24] AS shapes,
    cells_with(rows_of, y.year <> '') AS year_first,
    coalesce(max(try_cast(y.second AS INTEGER)), 0) AS year_second,
    arg_max(cell, (try_cast(y.second AS INTEGER), cell)) FILTER (y.year <> '') AS year_example,
    list_sort(list(DISTINCT [y.sign, y.sign2, y.tail, translate(y.rest, '0123456789', '9999999999')])
              FILTER (y.year <> ''))[:24] AS year_shapes,
    cells_with(rows_of, other AND regexp_full_match(cell, '[0-9]{1,3}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?[AaPp][Mm])?')) AS clocks,
    min(cell) FILTER (other AND contains(cell, ':')) AS clock
FROM parts
