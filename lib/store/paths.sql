-- One row is a step of a path: where the customer is, and where the customer goes next. A path is held at its
-- anchor: the journey's start (`start` NULL), or runs of `start` that the filters keep, which stand in column
-- `ahead` + 1. It runs from `ahead` steps before it to the end of the journey, of the visit (`pause_us` cuts
-- visits), of the window (`within_us` around the anchor), or to the first `finish` after it, whose next label is
-- `(end)`; with a `finish`, only anchors that reach it count. `collapse` makes one step of equal neighbours.
-- A path that begins between the first column and the anchor has `(began)` ahead of it.
-- `anchor_place` tells the paths of one customer apart where every anchor counts. `front` puts one column ahead.
CREATE OR REPLACE MACRO kept_paths(
    level, collapse, start, finish, occurrence, ahead, pause_us, within_us, front, hide, only_these,
    group1, name1, group2, name2, group3, name3, group4, name4, since, until, channels, devices, countries
) AS TABLE
WITH labelled AS (
    SELECT
        customer_id, ts, event_id, instant_us, kept,
        CASE level
            WHEN 'stage' THEN COALESCE(stage, '(unknown)')
            WHEN 'channel' THEN COALESCE(channel, '(unknown)')
            ELSE CASE
                WHEN touchpoint IN CAST(group1 AS VARCHAR[]) THEN CAST(name1 AS VARCHAR)
                WHEN touchpoint IN CAST(group2 AS VARCHAR[]) THEN CAST(name2 AS VARCHAR)
                WHEN touchpoint IN CAST(group3 AS VARCHAR[]) THEN CAST(name3 AS VARCHAR)
                WHEN touchpoint IN CAST(group4 AS VARCHAR[]) THEN CAST(name4 AS VARCHAR)
                ELSE touchpoint
            END
        END AS label,
        CASE CAST(front AS VARCHAR)
            WHEN 'stage' THEN COALESCE(stage, '(unknown)')
            WHEN 'channel' THEN COALESCE(channel, '(unknown)')
        END AS front_label
    FROM kept_events(since, until, channels, devices, countries)
    WHERE (CAST(only_these AS VARCHAR[]) IS NULL OR touchpoint IN CAST(only_these AS VARCHAR[]))
      AND CASE WHEN touchpoint IN CAST(hide AS VARCHAR[]) THEN 1 ELSE 0 END = 0
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, instant_us, kept, label, front_label,
        LAG(label) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS label_before,
        CASE WHEN instant_us - LAG(instant_us) OVER (PARTITION BY customer_id ORDER BY ts, event_id)
                  > CAST(pause_us AS BIGINT) THEN 1 ELSE 0 END AS pauses
    FROM labelled
),
visited AS (
    SELECT
        customer_id, ts, event_id, instant_us, kept, label, front_label, label_before, pauses,
        COUNT(CASE WHEN pauses = 1 THEN 1 END) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS visit
    FROM sequenced
),
placed AS (
    SELECT
        customer_id, visit, instant_us, kept, label, front_label,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place,
        ROW_NUMBER() OVER (PARTITION BY customer_id, visit ORDER BY ts, event_id) AS place_in_visit
    FROM visited
    WHERE label_before IS NULL OR label_before <> label OR pauses = 1 OR NOT CAST(collapse AS BOOLEAN)
),
finishes AS (
    SELECT a.customer_id AS customer_id, a.place AS place, MIN(e.place) AS last_place
    FROM placed a
    JOIN placed e ON e.customer_id = a.customer_id AND e.visit = a.visit
    WHERE a.label = CAST(start AS VARCHAR) AND e.label = CAST(finish AS VARCHAR) AND e.place > a.place
      AND (CAST(within_us AS BIGINT) IS NULL OR e.instant_us - a.instant_us <= CAST(within_us AS BIGINT))
    GROUP BY a.customer_id, a.place
),
candidates AS (
    SELECT
        p.customer_id AS customer_id, p.visit AS visit, p.place AS place, p.instant_us AS instant_us,
        p.front_label AS front_label, f.last_place AS last_place,
        ROW_NUMBER() OVER (PARTITION BY p.customer_id ORDER BY p.place) AS from_first,
        ROW_NUMBER() OVER (PARTITION BY p.customer_id ORDER BY p.place DESC) AS from_last
    FROM placed p
    LEFT JOIN finishes f ON f.customer_id = p.customer_id AND f.place = p.place
    WHERE p.kept
      AND (p.label = CAST(start AS VARCHAR) OR (CAST(start AS VARCHAR) IS NULL AND p.place_in_visit = 1))
      AND (CAST(finish AS VARCHAR) IS NULL OR f.last_place IS NOT NULL)
),
anchors AS (
    SELECT customer_id, visit, place, instant_us, front_label, last_place
    FROM candidates
    WHERE occurrence = 'every' OR (occurrence = 'first' AND from_first = 1)
       OR (occurrence = 'last' AND from_last = 1)
),
followed AS (
    SELECT
        p.customer_id AS customer_id, a.place AS anchor_place, p.place AS at_place,
        p.place - a.place + 1 + CAST(ahead AS BIGINT) + CASE WHEN CAST(front AS VARCHAR) IS NULL THEN 0 ELSE 1 END
            AS step,
        p.label AS label, p.instant_us AS instant_us, CASE WHEN p.place = a.last_place THEN 1 ELSE 0 END AS ends_here
    FROM placed p
    JOIN anchors a ON a.customer_id = p.customer_id AND a.visit = p.visit
    WHERE p.place - a.place + CAST(ahead AS BIGINT) >= 0
      AND (a.last_place IS NULL OR p.place <= a.last_place)
      AND (CAST(within_us AS BIGINT) IS NULL
           OR (p.instant_us - a.instant_us <= CAST(within_us AS BIGINT)
               AND a.instant_us - p.instant_us <= CAST(within_us AS BIGINT)))
    UNION ALL
    SELECT customer_id, place AS anchor_place, place - 1 AS at_place, 1 AS step, front_label AS label, instant_us,
        0 AS ends_here
    FROM anchors
    WHERE CAST(front AS VARCHAR) IS NOT NULL
),
begun AS (
    SELECT customer_id, anchor_place, MIN(at_place) - 1 AS before_place, MIN(step) - 1 AS before_step,
        MIN(instant_us) AS began_us
    FROM followed
    GROUP BY customer_id, anchor_place
    HAVING MIN(step) > 1
),
whole AS (
    SELECT customer_id, anchor_place, at_place, step, label, instant_us, ends_here FROM followed
    UNION ALL
    SELECT customer_id, anchor_place, before_place, before_step, '(began)' AS label, began_us, 0 AS ends_here FROM begun
)
SELECT
    customer_id, anchor_place, step, label, instant_us,
    CASE WHEN ends_here = 1 THEN '(end)'
         ELSE LEAD(label) OVER (PARTITION BY customer_id, anchor_place ORDER BY at_place) END AS next_label,
    CASE WHEN ends_here = 0
         THEN LEAD(instant_us) OVER (PARTITION BY customer_id, anchor_place ORDER BY at_place) END AS next_instant_us
FROM whole;
