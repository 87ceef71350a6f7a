-- The same relation as in paths.sql over codes that lie in order: what DuckDB is given in its place.
CREATE OR REPLACE MACRO kept_paths(level, collapse, start, since, until, channels, devices, countries) AS TABLE
WITH named AS (
    SELECT ev, CASE level WHEN 'stage' THEN coalesce(stage, '(unknown)') ELSE touchpoint END AS label FROM dim_tp
),
labels AS (
    SELECT ev, label, (dense_rank() OVER (ORDER BY label))::USMALLINT AS code FROM named
),
sequenced AS (
    SELECT
        s.cust, s.step, l.code,
        passes(s.ts, s.channel, s.device, s.country, since, until, channels, devices, countries) AS kept,
        lag(l.code) OVER (PARTITION BY s.cust ORDER BY s.step) AS code_before
    FROM steps s
    JOIN labels l ON l.ev = s.ev
),
placed AS (
    SELECT cust, code, kept, (row_number() OVER (PARTITION BY cust ORDER BY step))::UINTEGER AS place
    FROM sequenced
    WHERE code_before IS NULL OR code_before <> code OR NOT collapse::BOOLEAN
),
anchors AS (
    SELECT cust, min(place) AS place
    FROM placed
    WHERE kept
      AND CASE WHEN start::VARCHAR IS NULL THEN place = 1
               ELSE code = (SELECT min(code) FROM labels WHERE label = start::VARCHAR) END
    GROUP BY cust
),
followed AS (
    SELECT
        p.cust, (p.place - a.place + 1)::BIGINT AS step, p.code,
        lead(p.code) OVER (PARTITION BY p.cust ORDER BY p.place) AS next_code
    FROM placed p
    JOIN anchors a ON a.cust = p.cust
    WHERE p.place >= a.place
)
SELECT c.customer_id, f.step, here.label, there.label AS next_label
FROM followed f
JOIN dim_customer c ON c.cust = f.cust
JOIN (SELECT DISTINCT code, label FROM labels) here ON here.code = f.code
LEFT JOIN (SELECT DISTINCT code, label FROM labels) there ON there.code = f.next_code;
