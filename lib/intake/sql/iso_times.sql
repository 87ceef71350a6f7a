-- How many cells of a column are times in ISO order.
SELECT count(filled(cell)) AS n, count(instant_iso(filled(cell), 'UTC')) AS iso FROM cells
