-- One row is a row of a file that was not taken in.
SELECT file AS file, row_no AS row_no, kind AS kind, reason AS reason, cells AS cells
FROM rejected
ORDER BY file, row_no, reason
