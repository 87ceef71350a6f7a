-- The rows that an export says do not count.
CREATE OR REPLACE TABLE aside AS
SELECT row_no, $why AS why
FROM (SELECT row_no, coalesce(lower(trim(cell)), '') AS said FROM cells)
WHERE list_contains($values::VARCHAR[], said) OR len(list_filter($begins::VARCHAR[], lambda one: starts_with(said, one))) > 0
