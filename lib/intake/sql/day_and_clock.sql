-- The day of one column and the clock of another as one cell.
CREATE OR REPLACE TEMP VIEW placed AS SELECT row_no, day_and_clock(day, clock) AS cell FROM parts;
CREATE OR REPLACE TEMP VIEW cells AS SELECT cell, 1 AS n FROM placed;
