-- Some rows of a sheet, spread evenly through it.
CREATE OR REPLACE TABLE spread AS SELECT * FROM whole WHERE row_no % $step = 0
