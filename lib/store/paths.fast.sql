-- The same relation as in paths.sql over codes that lie in order: what DuckDB is given in its place.
CREATE OR REPLACE MACRO kept_paths(
    level, collapse, start, finish, occurrence, ahead, pause_us, within_us, front, hide, only_these,
    group1, name1, group2, name2, group3, name3, group4, name4, since, until, channels, devices, countries
) AS TABLE
WITH named AS (
    SELECT
        ev,
        CASE
            WHEN level = 'stage' THEN coalesce(stage, '(unknown)')
            WHEN list_contains(group1::VARCHAR[], touchpoint) THEN name1::VARCHAR
            WHEN list_contains(group2::VARCHAR[], touchpoint) THEN name2::VARCHAR
            WHEN list_contains(group3::VARCHAR[], touchpoint) THEN name3::VARCHAR
            WHEN list_contains(group4::VARCHAR[], touchpoint) THEN name4::VARCHAR
            ELSE touchpoint
        END AS label,
        coalesce(stage, '(unknown)') AS stage,
        (only_these::VARCHAR[] IS NULL OR list_contains(only_these::VARCHAR[], touchpoint))
        AND NOT coalesce(list_contains(hide::VARCHAR[], touchpoint), false) AS counts
    FROM dim_tp
),
words AS (
    SELECT label, (dense_rank() OVER (ORDER BY label))::USMALLINT AS code
    FROM (
        SELECT label FROM named WHERE level <> 'channel'
        UNION SELECT DISTINCT coalesce(channel::VARCHAR, '(unknown)') FROM steps WHERE level = 'channel'
    )
),
coded AS (
    SELECT n.ev, w.code, n.stage FROM named n LEFT JOIN words w ON w.label = n.label AND level <> 'channel' WHERE n.counts
),
labelled AS (
    SELECT
        s.cust, s.ts, s.step AS happened, s.channel, n.stage,
        CASE WHEN level = 'channel' THEN w.code ELSE n.code END AS code,
        passes(s.ts, s.channel, s.device, s.country, since, until, channels, devices, countries) AS kept
    FROM steps s
    JOIN coded n ON n.ev = s.ev
    LEFT JOIN words w ON level = 'channel' AND w.label = coalesce(s.channel::VARCHAR, '(unknown)')
),
sequenced AS (
    SELECT
        cust, ts, happened, channel, stage, code, kept, lag(code) OVER journey AS code_before,
        coalesce(epoch_us(ts) - lag(epoch_us(ts)) OVER journey > pause_us::BIGINT, false) AS pauses
    FROM labelled
    WINDOW journey AS (PARTITION BY cust ORDER BY happened)
),
placed AS (
    SELECT
        cust, ts, channel, stage, code, kept, pauses,
        (row_number() OVER journey)::UINTEGER AS place, (sum(pauses::INTEGER) OVER journey)::UINTEGER AS visit
    FROM (
        SELECT *, code_before IS NULL OR code_before <> code OR pauses OR NOT collapse::BOOLEAN AS heads
        FROM sequenced
    )
    WHERE heads
    WINDOW journey AS (PARTITION BY cust ORDER BY happened)
),
finishes AS (
    SELECT a.cust, a.place, min(e.place) AS last_place
    FROM placed a
    JOIN placed e ON e.cust = a.cust AND e.visit = a.visit AND e.place > a.place
    WHERE a.code = (SELECT code FROM words WHERE label = start::VARCHAR)
      AND e.code = (SELECT code FROM words WHERE label = finish::VARCHAR)
      AND (within_us::BIGINT IS NULL OR epoch_us(e.ts) - epoch_us(a.ts) <= within_us::BIGINT)
    GROUP BY a.cust, a.place
),
candidates AS (
    SELECT p.cust, p.visit, p.place, p.ts, p.channel, p.stage, f.last_place
    FROM placed p
    LEFT JOIN finishes f ON f.cust = p.cust AND f.place = p.place
    WHERE p.kept
      AND CASE WHEN start::VARCHAR IS NULL THEN p.place = 1 OR p.pauses
               ELSE p.code = (SELECT code FROM words WHERE label = start::VARCHAR) END
      AND (finish::VARCHAR IS NULL OR f.last_place IS NOT NULL)
),
chosen AS (
    SELECT cust, min(place) AS place FROM candidates WHERE occurrence = 'first' GROUP BY cust
    UNION ALL SELECT cust, max(place) AS place FROM candidates WHERE occurrence = 'last' GROUP BY cust
    UNION ALL SELECT cust, place FROM candidates WHERE occurrence = 'every'
),
anchors AS (
    SELECT c.* FROM candidates c JOIN chosen k ON k.cust = c.cust AND k.place = c.place
),
followed AS (
    SELECT
        p.cust, a.place AS anchor_place, p.place::BIGINT AS place,
        p.place::BIGINT - a.place::BIGINT + 1 + ahead::BIGINT + (front::VARCHAR IS NOT NULL)::BIGINT AS step,
        p.code, NULL::VARCHAR AS ahead_label, epoch_us(p.ts) AS instant_us,
        coalesce(p.place = a.last_place, false) AS ends_here
    FROM placed p
    JOIN anchors a ON a.cust = p.cust AND a.visit = p.visit
    WHERE p.place::BIGINT - a.place::BIGINT + ahead::BIGINT >= 0
      AND (a.last_place IS NULL OR p.place <= a.last_place)
      AND (within_us::BIGINT IS NULL OR abs(epoch_us(p.ts) - epoch_us(a.ts)) <= within_us::BIGINT)
    UNION ALL
    SELECT
        cust, place, place::BIGINT - 1, 1, NULL,
        CASE front::VARCHAR WHEN 'stage' THEN stage ELSE coalesce(channel::VARCHAR, '(unknown)') END,
        epoch_us(ts), false
    FROM anchors
    WHERE front::VARCHAR IS NOT NULL
),
starts AS (
    SELECT
        cust, anchor_place, min(place) - 1 AS place, min(step) - 1 AS step, NULL::USMALLINT AS code,
        '(began)' AS ahead_label, min(instant_us) AS instant_us, false AS ends_here
    FROM followed
    WHERE ahead::BIGINT > 0
    GROUP BY cust, anchor_place
    HAVING min(step) > 1
),
led AS (
    SELECT
        *, lead(code) OVER path AS next_code,
        CASE WHEN NOT ends_here THEN lead(instant_us) OVER path END AS next_instant_us
    FROM (SELECT * FROM followed UNION ALL SELECT * FROM starts)
    WINDOW path AS (PARTITION BY cust, anchor_place ORDER BY place)
)
SELECT
    c.customer_id, f.anchor_place::BIGINT AS anchor_place, f.step, coalesce(here.label, f.ahead_label) AS label,
    f.instant_us, CASE WHEN f.ends_here THEN '(end)' ELSE there.label END AS next_label, f.next_instant_us
FROM led f
JOIN dim_customer c ON c.cust = f.cust
LEFT JOIN words here ON here.code = f.code
LEFT JOIN words there ON there.code = f.next_code;
