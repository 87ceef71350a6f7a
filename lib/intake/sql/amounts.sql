-- How the amounts of a column are written: what settles the decimal sign, and what leaves it open.
-- Plain digits with one or two decimals behind a point are most of all cells: they are told without looking closely.
WITH given AS (SELECT filled(cell) AS whole, n FROM cells),
told AS (
    SELECT
        whole, n,
        ends_with(whole, '%') AS percent,
        contains(whole, '.') AND NOT contains(whole, ',') AND strpos(whole, '.') >= length(whole) - 2 AS plain_dot,
        contains(whole, ',') OR ends_with(whole, '%') OR strpos(whole, '.') < length(whole) - 2 AS odd
    FROM given WHERE contains(whole, '.') OR contains(whole, ',') OR ends_with(whole, '%')
),
read AS (SELECT whole, n, percent, plain_dot AND NOT odd AS plain_dot, CASE WHEN odd THEN number_in(rtrim(whole, ' %')) END AS cell FROM told)
SELECT
    cells_with(n, regexp_matches(cell, '^[0-9 ]*,([0-9]{1,2}|[0-9]{4,})$|^([0-9]{4,}|0),[0-9]{3}$|[.].*,[0-9]*$|[.].*[.]')
                  AND NOT regexp_matches(cell, ',.*[.]')) AS comma,
    cells_with(n, plain_dot) + cells_with(n, regexp_matches(cell, '^[0-9 ]*[.]([0-9]{1,2}|[0-9]{4,})$|^([0-9]{4,}|0)[.][0-9]{3}$|,.*[.][0-9]*$|,.*,')
                                             AND NOT regexp_matches(cell, '[.].*,')) AS dot,
    cells_with(n, regexp_matches(cell, '^[1-9][0-9]{0,2}[.][0-9]{3}$')) AS open_dot,
    cells_with(n, regexp_matches(cell, '^[1-9][0-9]{0,2},[0-9]{3}$')) AS open_comma,
    cells_with(n, regexp_matches(cell, '^[1-9][0-9]{0,2}[.][0-9]{3}$') AND NOT ends_with(cell, '000')) AS broken_dot,
    cells_with(n, regexp_matches(cell, '^[1-9][0-9]{0,2},[0-9]{3}$') AND NOT ends_with(cell, '000')) AS broken_comma,
    min(whole) FILTER (regexp_matches(cell, '^[1-9][0-9]{0,2}[.,][0-9]{3}$')) AS example,
    cells_with(n, percent) AS percent,
    min(whole) FILTER (percent) AS percent_example
FROM read
