-- Whether the rows of a file are in the order of time if the day stands first, or if the month does.
WITH given AS (
    SELECT row_no, cell, regexp_extract(cell, '^([0-9]{1,2})[/.-] ?([0-9]{1,2})[/.-] ?([0-9]{4})', ['first', 'second', 'year']) AS p
    FROM (SELECT row_no, filled(cell) AS cell FROM placed)
    WHERE regexp_matches(cell, '^[0-9]{1,2}[/.-] ?[0-9]{1,2}[/.-] ?[0-9]{4}')
),
days AS (
    SELECT row_no, cell,
        try_cast(p.year || '-' || p.second || '-' || p.first AS DATE) AS day_first,
        try_cast(p.year || '-' || p.first || '-' || p.second AS DATE) AS month_first
    FROM given
),
steps AS (
    SELECT
        day_first - lag(day_first) OVER place AS d,
        month_first - lag(month_first) OVER place AS m,
        cell > lag(cell) OVER place AS up,
        cell < lag(cell) OVER place AS down
    FROM days WINDOW place AS (ORDER BY row_no)
)
SELECT
    count(*) FILTER (d > 0) AS day_up, count(*) FILTER (d < 0) AS day_down,
    count(*) FILTER (m > 0) AS month_up, count(*) FILTER (m < 0) AS month_down,
    count(*) FILTER (up) AS text_up, count(*) FILTER (down) AS text_down
FROM steps
