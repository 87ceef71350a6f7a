CREATE OR REPLACE TABLE refused AS SELECT row_no, $why AS why FROM whole
