-- The first byte of a packed path, behind its own, that holds `code`: 1 to 7, NULL where none of them does.
CREATE OR REPLACE MACRO byte_of(p, code) AS
    CASE
        WHEN ((p >> 8) & 255) = code THEN 1 WHEN ((p >> 16) & 255) = code THEN 2
        WHEN ((p >> 24) & 255) = code THEN 3 WHEN ((p >> 32) & 255) = code THEN 4
        WHEN ((p >> 40) & 255) = code THEN 5 WHEN ((p >> 48) & 255) = code THEN 6
        WHEN ((p >> 56) & 255) = code THEN 7
    END;

-- The path up to its first `code`, with 255 behind it.
CREATE OR REPLACE MACRO ended_at(p, code) AS
    CASE
        WHEN byte_of(p, code) < 7
        THEN (p & ((1::UBIGINT << (8 * (byte_of(p, code) + 1))) - 1)) | (255::UBIGINT << (8 * (byte_of(p, code) + 1)))
        ELSE p
    END;

-- One byte of what came before (`back` steps ago), at its column where `ahead` columns lie before the anchor.
CREATE OR REPLACE MACRO byte_before(pv8, back, ahead) AS
    CASE WHEN back <= ahead THEN ((pv8 >> (8 * back)) & 255) << (8 * (ahead - back)) ELSE 0::UBIGINT END;

-- 255 in the column ahead of a path that begins between the first column and the anchor.
CREATE OR REPLACE MACRO begun(pv8, ahead) AS
    CASE WHEN byte_of(pv8, 0) <= ahead THEN 255::UBIGINT << (8 * (ahead - byte_of(pv8, 0))) ELSE 0::UBIGINT END;

-- The words of the codes in a packed path; 255 is no touchpoint.
CREATE OR REPLACE MACRO packed_words(level, ahead) AS TABLE
SELECT ev, touchpoint FROM dim_tp WHERE level = 'touchpoint'
UNION ALL SELECT ev, word FROM coarse_words WHERE kind = level
UNION ALL SELECT 255, '(began)' WHERE ahead::INTEGER > 0;

-- Runs of equal stages or channels that began in the period.
CREATE OR REPLACE MACRO kept_coarse(level, since, until, channels, devices, countries) AS TABLE
SELECT * FROM coarse_runs
WHERE kind = level AND passes(ts, channel, device, country, since, until, channels, devices, countries);

-- The last `ahead` steps before the anchor in their order, then the anchor and what comes after it.
CREATE OR REPLACE MACRO around(pv8, nx8, ahead) AS
    CASE
        WHEN ahead = 0 THEN nx8
        ELSE byte_before(pv8, 1, ahead) | byte_before(pv8, 2, ahead) | byte_before(pv8, 3, ahead)
             | byte_before(pv8, 4, ahead) | byte_before(pv8, 5, ahead) | byte_before(pv8, 6, ahead)
             | byte_before(pv8, 7, ahead) | begun(pv8, ahead)
             | ((nx8 & ((1::UBIGINT << (64 - 8 * ahead)) - 1)) << (8 * ahead))
    END;

-- The place by which the first, or the last, of several runs is the least.
CREATE OR REPLACE MACRO nearest(step, occurrence) AS
    CASE occurrence WHEN 'last' THEN -step::INTEGER ELSE step::INTEGER END;

-- The same paths with repeats collapsed, eight steps packed into one integer (DuckDB alone).
-- Without filters the first and last run of a touchpoint are flagged; with filters they are those that they keep.
CREATE OR REPLACE MACRO packed_paths(
    level, start, finish, occurrence, ahead, since, until, channels, devices, countries
) AS TABLE
SELECT cust, first8 AS p
FROM kept_journeys(since, until, channels, devices, countries)
WHERE start::VARCHAR IS NULL AND level = 'touchpoint'
UNION ALL
SELECT r.cust, around(r.pv8, r.nx8, ahead::INTEGER) AS p
FROM runs r
WHERE r.ev = (SELECT ev FROM dim_tp WHERE touchpoint = start::VARCHAR) AND level = 'touchpoint'
  AND CASE occurrence WHEN 'last' THEN r.l_j ELSE r.f_j END AND finish::VARCHAR IS NULL
  AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR) IS NULL
UNION ALL
SELECT cust, around(pv8, nx8, ahead::INTEGER) AS p
FROM (
    SELECT
        k.cust, arg_min(k.pv8, nearest(k.step, occurrence)) AS pv8, arg_min(k.nx8, nearest(k.step, occurrence)) AS nx8
    FROM kept_runs(since, until, channels, devices, countries) k
    WHERE k.ev = (SELECT ev FROM dim_tp WHERE touchpoint = start::VARCHAR) AND finish::VARCHAR IS NULL
      AND level = 'touchpoint'
      AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR)
          IS NOT NULL
    GROUP BY k.cust
)
UNION ALL
SELECT cust, ended_at(nx8, (SELECT ev FROM dim_tp WHERE touchpoint = finish::VARCHAR)) AS p
FROM (
    SELECT k.cust, arg_min(k.nx8, nearest(k.step, occurrence)) AS nx8
    FROM kept_runs(since, until, channels, devices, countries) k
    JOIN runs f ON f.cust = k.cust AND f.l_j AND f.step > k.step
    WHERE k.ev = (SELECT ev FROM dim_tp WHERE touchpoint = start::VARCHAR)
      AND f.ev = (SELECT ev FROM dim_tp WHERE touchpoint = finish::VARCHAR) AND level = 'touchpoint'
    GROUP BY k.cust
)
UNION ALL
SELECT cust, nx8 AS p
FROM kept_coarse(level, since, until, channels, devices, countries)
WHERE start::VARCHAR IS NULL AND pv8 < 256
UNION ALL
SELECT r.cust, around(r.pv8, r.nx8, ahead::INTEGER) AS p
FROM coarse_runs r
WHERE r.kind = level AND r.ev = (SELECT ev FROM coarse_words WHERE kind = level AND word = start::VARCHAR)
  AND CASE occurrence WHEN 'last' THEN r.l_j ELSE r.f_j END AND finish::VARCHAR IS NULL
  AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR) IS NULL
UNION ALL
SELECT cust, around(pv8, nx8, ahead::INTEGER) AS p
FROM (
    SELECT
        k.cust, arg_min(k.pv8, nearest(k.step, occurrence)) AS pv8, arg_min(k.nx8, nearest(k.step, occurrence)) AS nx8
    FROM kept_coarse(level, since, until, channels, devices, countries) k
    WHERE k.ev = (SELECT ev FROM coarse_words WHERE kind = level AND word = start::VARCHAR) AND finish::VARCHAR IS NULL
      AND coalesce(since::VARCHAR, until::VARCHAR, channels::VARCHAR, devices::VARCHAR, countries::VARCHAR)
          IS NOT NULL
    GROUP BY k.cust
)
UNION ALL
SELECT cust, ended_at(nx8, (SELECT ev FROM coarse_words WHERE kind = level AND word = finish::VARCHAR)) AS p
FROM (
    SELECT k.cust, arg_min(k.nx8, nearest(k.step, occurrence)) AS nx8
    FROM kept_coarse(level, since, until, channels, devices, countries) k
    JOIN coarse_runs f ON f.kind = k.kind AND f.cust = k.cust AND f.l_j AND f.step > k.step
    WHERE k.ev = (SELECT ev FROM coarse_words WHERE kind = level AND word = start::VARCHAR)
      AND f.ev = (SELECT ev FROM coarse_words WHERE kind = level AND word = finish::VARCHAR)
    GROUP BY k.cust
);
