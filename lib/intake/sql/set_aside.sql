-- The rows that an export says do not count.
CREATE OR REPLACE TABLE aside AS SELECT row_no, $why AS why FROM cells WHERE list_contains($values::VARCHAR[], lower(trim(cell)))
