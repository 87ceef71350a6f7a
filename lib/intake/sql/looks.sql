-- How many cells of a column name or reach people, over rows spread evenly through the file.
WITH given AS (SELECT filled(cell) AS cell FROM cells WHERE row_no % $step = 0)
SELECT
    count(cell) AS n,
    count_if(contains(cell, '@') AND regexp_full_match(cell, '([^@]*<)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?')) AS mails,
    count_if(is_phone(cell) AND NOT regexp_full_match(cell, '[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}.*')) AS phones,
    count_if(is_ip(cell)) AS machines,
    count_if(is_street(cell)) AS streets,
    count_if(is_full_name(cell)) AS names,
    count(DISTINCT lower(cell)) AS different
FROM given
