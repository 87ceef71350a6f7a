-- The same paths for touchpoints with repeats collapsed, eight steps packed into one integer (DuckDB alone).
-- Without filters the first run of a touchpoint is flagged; with filters it is the first that they keep.
CREATE OR REPLACE MACRO packed_paths(start, since, until, channels, devices, countries) AS TABLE
SELECT cust, first8 AS p
FROM kept_journeys(since, until, channels, devices, countries)
WHERE start::VARCHAR IS NULL
UNION ALL
SELECT r.cust, r.nx8 AS p
FROM runs r
WHERE r.ev = (SELECT ev FROM dim_tp WHERE touchpoint = start::VARCHAR) AND r.f_j
  AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR) IS NULL
UNION ALL
SELECT k.cust, arg_min(k.nx8, k.step) AS p
FROM kept_runs(since, until, channels, devices, countries) k
WHERE k.ev = (SELECT ev FROM dim_tp WHERE touchpoint = start::VARCHAR)
  AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR) IS NOT NULL
GROUP BY k.cust;
