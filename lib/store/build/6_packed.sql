-- One row is a run of equal touchpoints; nx8 packs it and the next seven, pv8 it and the seven before,
-- one byte each, lowest byte first, 0 where the journey ends. Built only while a touchpoint fits a byte.
CREATE TABLE x.heads AS
SELECT cust, ts, step, ev, channel, device, country,
    (ev::UBIGINT
     | CASE WHEN lead(cust, 1) OVER () = cust THEN lead(ev, 1) OVER ()::UBIGINT << 8 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 2) OVER () = cust THEN lead(ev, 2) OVER ()::UBIGINT << 16 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 3) OVER () = cust THEN lead(ev, 3) OVER ()::UBIGINT << 24 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 4) OVER () = cust THEN lead(ev, 4) OVER ()::UBIGINT << 32 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 5) OVER () = cust THEN lead(ev, 5) OVER ()::UBIGINT << 40 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 6) OVER () = cust THEN lead(ev, 6) OVER ()::UBIGINT << 48 ELSE 0::UBIGINT END
     | CASE WHEN lead(cust, 7) OVER () = cust THEN lead(ev, 7) OVER ()::UBIGINT << 56 ELSE 0::UBIGINT END) AS nx8,
    (ev::UBIGINT
     | CASE WHEN lag(cust, 1) OVER () = cust THEN lag(ev, 1) OVER ()::UBIGINT << 8 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 2) OVER () = cust THEN lag(ev, 2) OVER ()::UBIGINT << 16 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 3) OVER () = cust THEN lag(ev, 3) OVER ()::UBIGINT << 24 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 4) OVER () = cust THEN lag(ev, 4) OVER ()::UBIGINT << 32 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 5) OVER () = cust THEN lag(ev, 5) OVER ()::UBIGINT << 40 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 6) OVER () = cust THEN lag(ev, 6) OVER ()::UBIGINT << 48 ELSE 0::UBIGINT END
     | CASE WHEN lag(cust, 7) OVER () = cust THEN lag(ev, 7) OVER ()::UBIGINT << 56 ELSE 0::UBIGINT END) AS pv8,
    row_number() OVER () AS n
FROM steps
WHERE run_head;

CREATE TABLE runs AS
SELECT
    h.cust, h.ts, h.step, h.ev, h.channel, h.device, h.country, h.nx8, h.pv8,
    f.n IS NOT NULL AS f_j, l.n IS NOT NULL AS l_j
FROM x.heads h
LEFT JOIN (SELECT min(n) AS n FROM x.heads GROUP BY cust, ev) f ON f.n = h.n
LEFT JOIN (SELECT max(n) AS n FROM x.heads GROUP BY cust, ev) l ON l.n = h.n
ORDER BY h.ev, h.ts, h.cust, h.step;

CREATE TABLE x.first8 AS SELECT cust, nx8 AS first8 FROM x.heads WHERE pv8 < 256;

CREATE OR REPLACE TABLE journeys AS
SELECT j.*, f.first8 FROM journeys j JOIN x.first8 f ON f.cust = j.cust ORDER BY j.cust;

-- One row is a link of the default flow x channel x device: step, from (a), to (b, 0 = left), customers.
CREATE TABLE cube AS
SELECT
    (r.s + 1)::UTINYINT AS step, ((j.first8 >> (8 * r.s)) & 255)::UTINYINT AS a,
    ((j.first8 >> (8 * (r.s + 1))) & 255)::UTINYINT AS b, j.channel, j.device, count(*)::UINTEGER AS n
FROM journeys j, range(0, 7) r(s)
WHERE (j.first8 >> (8 * r.s)) & 255 <> 0
GROUP BY ALL
ORDER BY ALL;

-- The same for stages and channels. Their words: one row is a stage or channel and its code.
CREATE TABLE coarse_words AS
SELECT DISTINCT 'stage' AS kind, ($stage_codes::UTINYINT[])[ev] AS ev, coalesce(stage, '(unknown)') AS word FROM dim_tp
UNION ALL
SELECT DISTINCT
    'channel' AS kind, coalesce(enum_code(nullif(channel, '(unknown)')) + 1, $unknown_code)::UTINYINT AS ev,
    coalesce(channel::VARCHAR, '(unknown)') AS word
FROM steps;

CREATE TABLE x.stage_heads AS
SELECT cust, ts, step, code AS ev, channel, device, country
FROM (
    SELECT
        cust, ts, step, code, channel, device, country,
        cust IS DISTINCT FROM lag(cust) OVER () OR code <> lag(code) OVER () AS head
    FROM (SELECT cust, ts, step, channel, device, country, ($stage_codes::UTINYINT[])[ev] AS code FROM steps)
)
WHERE head;

CREATE TABLE x.channel_heads AS
SELECT cust, ts, step, code AS ev, channel, device, country
FROM (
    SELECT
        cust, ts, step, code, channel, device, country,
        cust IS DISTINCT FROM lag(cust) OVER () OR code <> lag(code) OVER () AS head
    FROM (
        SELECT
            cust, ts, step, channel, device, country,
            coalesce(enum_code(nullif(channel, '(unknown)')) + 1, $unknown_code)::UTINYINT AS code
        FROM steps
    )
)
WHERE head;

CREATE TABLE x.coarse_heads AS
SELECT * FROM (
    SELECT 'stage' AS kind, cust::BIGINT AS unit, * FROM x.stage_heads
    UNION ALL
    SELECT 'channel' AS kind, -cust::BIGINT AS unit, * FROM x.channel_heads
)
ORDER BY kind, cust, step;

CREATE TABLE x.coarse_packed AS
SELECT kind, cust, ts, step, ev, channel, device, country,
    (ev::UBIGINT
     | CASE WHEN lead(unit, 1) OVER () = unit THEN lead(ev, 1) OVER ()::UBIGINT << 8 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 2) OVER () = unit THEN lead(ev, 2) OVER ()::UBIGINT << 16 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 3) OVER () = unit THEN lead(ev, 3) OVER ()::UBIGINT << 24 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 4) OVER () = unit THEN lead(ev, 4) OVER ()::UBIGINT << 32 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 5) OVER () = unit THEN lead(ev, 5) OVER ()::UBIGINT << 40 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 6) OVER () = unit THEN lead(ev, 6) OVER ()::UBIGINT << 48 ELSE 0::UBIGINT END
     | CASE WHEN lead(unit, 7) OVER () = unit THEN lead(ev, 7) OVER ()::UBIGINT << 56 ELSE 0::UBIGINT END) AS nx8,
    (ev::UBIGINT
     | CASE WHEN lag(unit, 1) OVER () = unit THEN lag(ev, 1) OVER ()::UBIGINT << 8 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 2) OVER () = unit THEN lag(ev, 2) OVER ()::UBIGINT << 16 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 3) OVER () = unit THEN lag(ev, 3) OVER ()::UBIGINT << 24 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 4) OVER () = unit THEN lag(ev, 4) OVER ()::UBIGINT << 32 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 5) OVER () = unit THEN lag(ev, 5) OVER ()::UBIGINT << 40 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 6) OVER () = unit THEN lag(ev, 6) OVER ()::UBIGINT << 48 ELSE 0::UBIGINT END
     | CASE WHEN lag(unit, 7) OVER () = unit THEN lag(ev, 7) OVER ()::UBIGINT << 56 ELSE 0::UBIGINT END) AS pv8,
    row_number() OVER () AS n
FROM x.coarse_heads;

CREATE TABLE coarse_runs AS
SELECT
    h.kind, h.cust, h.ts, h.step, h.ev, h.channel, h.device, h.country, h.nx8, h.pv8,
    f.n IS NOT NULL AS f_j, l.n IS NOT NULL AS l_j
FROM x.coarse_packed h
LEFT JOIN (SELECT min(n) AS n FROM x.coarse_packed GROUP BY kind, cust, ev) f ON f.n = h.n
LEFT JOIN (SELECT max(n) AS n FROM x.coarse_packed GROUP BY kind, cust, ev) l ON l.n = h.n
ORDER BY h.kind, h.ev;
