-- Ids that a spreadsheet took for numbers: in powers of ten, cut to 15 digits, or with a decimal point.
-- All of them begin with a digit or a blank: whole blocks of other ids are not looked at.
WITH told AS (
    SELECT
        cell, n,
        CASE WHEN contains(cell, 'E+') THEN regexp_full_match(trim(cell), '[0-9]([.,][0-9]+)?E[+][0-9]{2}') ELSE false END AS power,
        CASE WHEN length(cell) > 16 AND ends_with(cell, '0') THEN regexp_full_match(cell, '[0-9]{15}0+') ELSE false END AS cut,
        CASE WHEN length(cell) > 16 AND left(cell, 1) BETWEEN '0' AND '9' THEN regexp_full_match(cell, '[0-9]+') ELSE false END AS long,
        CASE WHEN ends_with(cell, '.0') THEN regexp_full_match(cell, '[0-9]+[.]0') ELSE false END AS pointed
    FROM cells
    WHERE cell < ':' OR cell >= chr(128)
)
SELECT
    cells_with(n, power) AS powers, min(trim(cell)) FILTER (power) AS power,
    cells_with(n, long) AS long, cells_with(n, cut) AS cut, min(cell) FILTER (cut) AS cut_example,
    cells_with(n, pointed) AS pointed
FROM told
