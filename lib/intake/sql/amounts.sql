-- How the amounts of a column are written; what decides between decimal comma and decimal point.
WITH given AS (SELECT digits(trim(cell)) AS cell FROM cells WHERE filled(cell) IS NOT NULL)
SELECT
    count(*) AS n,
    count(*) FILTER (regexp_matches(cell, ',[0-9]{1,2}$|,[0-9]{4,}$') AND NOT regexp_matches(cell, '\..*,.*,')) AS comma,
    count(*) FILTER (regexp_matches(cell, '\.[0-9]{1,2}$|\.[0-9]{4,}$')) AS dot,
    count(*) FILTER (regexp_matches(cell, '[0-9]\.[0-9]{3},|\.[0-9]{3}\.')) AS comma_thousands,
    count(*) FILTER (regexp_matches(cell, '[0-9],[0-9]{3}\.|,[0-9]{3},')) AS dot_thousands,
    count(*) FILTER (regexp_matches(cell, '^-?[1-9][0-9]{0,2}\.[0-9]{3}$')) AS three_after_dot,
    count(*) FILTER (regexp_matches(cell, '^-?[1-9][0-9]{0,2},[0-9]{3}$')) AS three_after_comma,
    count(*) FILTER (regexp_matches(cell, '[.,]')) AS signed,
    min(cell) FILTER (regexp_matches(cell, '[.,]')) AS example
FROM given
