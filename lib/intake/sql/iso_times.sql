-- How many cells of a column are times in ISO order.
SELECT count(cell) AS n, count(instant_iso(cell, 'UTC')) AS iso FROM (SELECT filled(cell) AS cell FROM cells)
