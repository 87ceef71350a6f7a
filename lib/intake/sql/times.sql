-- What the cells of a column look like as times: how many are of each family, and what decides day and month.
WITH given AS (SELECT trim(cell) AS cell FROM cells WHERE filled(cell) IS NOT NULL),
parts AS (
    SELECT
        cell,
        CASE WHEN regexp_full_match(cell, '[0-9]+(\.[0-9]+)?') THEN try_cast(cell AS DOUBLE) END AS number,
        regexp_extract(cell, '^([0-9]{1,2})([/.-])([0-9]{1,2})[/.-]([0-9]{2}|[0-9]{4})([ T,].*)?$',
                       ['first', 'sign', 'second', 'year', 'rest']) AS p
    FROM given
)
SELECT
    count(*) AS n,
    count_if(length(cell) = 8 AND number BETWEEN 19000101 AND 21001231) AS compact,
    count_if(length(cell) = 14 AND number BETWEEN 19000101000000 AND 21001231235959) AS compact_time,
    count_if(number BETWEEN 5e8 AND 4.2e9 AND NOT (length(cell) = 8)) AS epoch_s,
    count_if(number BETWEEN 5e11 AND 4.2e12) AS epoch_ms,
    count_if(number BETWEEN 5e14 AND 4.2e15) AS epoch_us,
    count_if(number BETWEEN 20000 AND 80000) AS excel,
    count_if(p.first <> '') AS split,
    coalesce(max(try_cast(p.first AS INTEGER)), 0) AS first,
    coalesce(max(try_cast(p.second AS INTEGER)), 0) AS second,
    count_if(length(p.year) = 2) AS short_years,
    min(cell) FILTER (p.first <> '') AS example,
    arg_max(cell, try_cast(p.first AS INTEGER)) FILTER (p.first <> '') AS day_first,
    arg_max(cell, try_cast(p.second AS INTEGER)) FILTER (p.first <> '') AS month_first,
    list_sort(list(DISTINCT p.sign) FILTER (p.first <> '')) AS signs,
    list_sort(list(DISTINCT translate(p.rest, '0123456789', '9999999999')) FILTER (p.first <> '')) AS rests,
    min(cell) AS lowest,
    max(cell) AS highest
FROM parts
