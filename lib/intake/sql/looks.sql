-- How many cells of each column name or reach people; empty ones are not counted.
WITH given AS (
    SELECT name, filled(cell) AS cell FROM (UNPIVOT spread ON COLUMNS(* EXCLUDE (row_no)) INTO NAME name VALUE cell)
)
SELECT
    name, count(cell) AS n,
    count_if(contains(cell, '@') AND regexp_full_match(cell, '([^@]*<)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?')) AS mails,
    count_if(is_phone(cell) AND NOT regexp_full_match(cell, '[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}.*')) AS phones,
    count_if(is_ip(cell)) AS machines,
    count_if(is_street(cell)) AS streets,
    count_if(is_full_name(cell)) AS names,
    count(DISTINCT lower(cell)) AS different
FROM given
GROUP BY name
