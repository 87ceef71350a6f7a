CREATE OR REPLACE TABLE late_of_file AS SELECT row_no, why FROM late WHERE file_no = $file_no AND kind = $kind
