-- The same from the packed paths: a path that has left holds no touchpoint in the last column.
SELECT count(*) AS gone, count_if(j.last_ts >= $lately::TIMESTAMP) AS still_open
FROM packed_paths($level, $start, $finish, $occurrence, $ahead, $since, $until, $channels, $devices, $countries) k
JOIN journeys j ON j.cust = k.cust
WHERE (k.p >> (8 * ($steps::INTEGER - 1))) & 255 = 0 AND $finish::VARCHAR IS NULL
