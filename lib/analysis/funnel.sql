-- One row is a customer who entered: where, and when (in microseconds) each step was done. The rules stand
-- in funnel.py. Eight steps are written out; those that there are not are bound as NULL and optional.
WITH labelled AS (
    SELECT
        customer_id, event_id, ts, instant_us, kept,
        CASE $level WHEN 'stage' THEN COALESCE(stage, '(unknown)') WHEN 'channel' THEN COALESCE(channel, '(unknown)')
            ELSE touchpoint END AS label,
        CASE CAST($hold AS VARCHAR) WHEN 'session_id' THEN session_id WHEN 'order_id' THEN order_id
            WHEN 'channel' THEN channel ELSE '(all)' END AS held
    FROM kept_events($since, $until, $channels, $devices, $countries)
),
sequenced AS (
    SELECT
        customer_id, held, event_id, ts, instant_us, kept, label,
        LAG(label) OVER (PARTITION BY customer_id, held ORDER BY ts, event_id) AS label_before
    FROM labelled
    WHERE held IS NOT NULL AND ($order = 'strict' OR label IN CAST($labels AS VARCHAR[]))
),
placed AS (
    SELECT
        customer_id, held, event_id, ts, instant_us, kept, label,
        ROW_NUMBER() OVER (PARTITION BY customer_id, held ORDER BY ts, event_id) AS place
    FROM sequenced
    WHERE $order <> 'strict' OR label_before IS NULL OR label_before <> label
),
entries AS (
    SELECT
        customer_id, held, event_id, ts, instant_us, place,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS from_first,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts DESC, event_id DESC) AS from_last
    FROM placed
    WHERE kept AND label IN CAST($step_1 AS VARCHAR[])
),
-- `done` is the place of the last mandatory step so far, `after` the place behind which the next one is looked
-- for (NULL: the way has ended).
step_1 AS (
    SELECT
        customer_id, held, event_id AS entry_id, ts AS entry_ts, instant_us AS us_1, place AS done, place AS after
    FROM entries
    WHERE $entry = 'best' OR ($entry = 'first' AND from_first = 1) OR ($entry = 'last' AND from_last = 1)
),
found_2 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done AS done, s.after AS after,
        MIN(CASE WHEN e.label IN CAST($step_2 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_2 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_2 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_1 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after
        AND (e.label IN CAST($step_2 AS VARCHAR[]) OR e.label IN CAST($without_2 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done, s.after
),
reached_2 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_2,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_2
    FROM found_2
),
step_2 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, us_2,
        CASE WHEN place_2 > done AND NOT CAST($optional_2 AS BOOLEAN) THEN place_2 ELSE done END AS done_now,
        CASE WHEN place_2 IS NULL THEN CASE WHEN CAST($optional_2 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_2 AS BOOLEAN)) THEN after
            ELSE place_2 END AS after_now
    FROM reached_2
),
found_3 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.us_2 AS us_2,
        MIN(CASE WHEN e.label IN CAST($step_3 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_3 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_3 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_2 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_3 AS VARCHAR[]) OR e.label IN CAST($without_3 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.us_2
),
reached_3 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, us_2,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_3,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_3
    FROM found_3
),
step_3 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, us_2, place_3, us_3,
        CASE WHEN place_3 > done AND NOT CAST($optional_3 AS BOOLEAN) THEN place_3 ELSE done END AS done_now,
        CASE WHEN place_3 IS NULL THEN CASE WHEN CAST($optional_3 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_3 AS BOOLEAN)) THEN after
            ELSE place_3 END AS after_now
    FROM reached_3
),
found_4 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.place_3 AS place_3,
        s.us_2 AS us_2, s.us_3 AS us_3,
        MIN(CASE WHEN e.label IN CAST($step_4 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_4 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_4 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_3 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_4 AS VARCHAR[]) OR e.label IN CAST($without_4 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.place_3, s.us_2, s.us_3
),
reached_4 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, place_3, us_2, us_3,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_4,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_4
    FROM found_4
),
step_4 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, place_3, us_2, us_3, place_4, us_4,
        CASE WHEN place_4 > done AND NOT CAST($optional_4 AS BOOLEAN) THEN place_4 ELSE done END AS done_now,
        CASE WHEN place_4 IS NULL THEN CASE WHEN CAST($optional_4 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_4 AS BOOLEAN)) THEN after
            ELSE place_4 END AS after_now
    FROM reached_4
),
found_5 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.place_3 AS place_3,
        s.place_4 AS place_4, s.us_2 AS us_2, s.us_3 AS us_3, s.us_4 AS us_4,
        MIN(CASE WHEN e.label IN CAST($step_5 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_5 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_5 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_4 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_5 AS VARCHAR[]) OR e.label IN CAST($without_5 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.place_3, s.place_4,
        s.us_2, s.us_3, s.us_4
),
reached_5 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, place_3, place_4, us_2, us_3, us_4,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_5,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_5
    FROM found_5
),
step_5 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, place_3, place_4, us_2, us_3, us_4, place_5, us_5,
        CASE WHEN place_5 > done AND NOT CAST($optional_5 AS BOOLEAN) THEN place_5 ELSE done END AS done_now,
        CASE WHEN place_5 IS NULL THEN CASE WHEN CAST($optional_5 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_5 AS BOOLEAN)) THEN after
            ELSE place_5 END AS after_now
    FROM reached_5
),
found_6 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.place_3 AS place_3,
        s.place_4 AS place_4, s.place_5 AS place_5, s.us_2 AS us_2, s.us_3 AS us_3, s.us_4 AS us_4, s.us_5 AS us_5,
        MIN(CASE WHEN e.label IN CAST($step_6 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_6 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_6 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_5 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_6 AS VARCHAR[]) OR e.label IN CAST($without_6 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.place_3, s.place_4,
        s.place_5, s.us_2, s.us_3, s.us_4, s.us_5
),
reached_6 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, place_3, place_4, place_5, us_2, us_3,
        us_4, us_5,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_6,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_6
    FROM found_6
),
step_6 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, place_3, place_4, place_5, us_2, us_3, us_4, us_5,
        place_6, us_6,
        CASE WHEN place_6 > done AND NOT CAST($optional_6 AS BOOLEAN) THEN place_6 ELSE done END AS done_now,
        CASE WHEN place_6 IS NULL THEN CASE WHEN CAST($optional_6 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_6 AS BOOLEAN)) THEN after
            ELSE place_6 END AS after_now
    FROM reached_6
),
found_7 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.place_3 AS place_3,
        s.place_4 AS place_4, s.place_5 AS place_5, s.place_6 AS place_6, s.us_2 AS us_2, s.us_3 AS us_3,
        s.us_4 AS us_4, s.us_5 AS us_5, s.us_6 AS us_6,
        MIN(CASE WHEN e.label IN CAST($step_7 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_7 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_7 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_6 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_7 AS VARCHAR[]) OR e.label IN CAST($without_7 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.place_3, s.place_4,
        s.place_5, s.place_6, s.us_2, s.us_3, s.us_4, s.us_5, s.us_6
),
reached_7 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, place_3, place_4, place_5, place_6, us_2,
        us_3, us_4, us_5, us_6,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_7,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_7
    FROM found_7
),
step_7 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, place_3, place_4, place_5, place_6, us_2, us_3, us_4,
        us_5, us_6, place_7, us_7,
        CASE WHEN place_7 > done AND NOT CAST($optional_7 AS BOOLEAN) THEN place_7 ELSE done END AS done_now,
        CASE WHEN place_7 IS NULL THEN CASE WHEN CAST($optional_7 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_7 AS BOOLEAN)) THEN after
            ELSE place_7 END AS after_now
    FROM reached_7
),
found_8 AS (
    SELECT
        s.customer_id AS customer_id, s.held AS held, s.entry_id AS entry_id, s.entry_ts AS entry_ts,
        s.us_1 AS us_1, s.done_now AS done, s.after_now AS after, s.place_2 AS place_2, s.place_3 AS place_3,
        s.place_4 AS place_4, s.place_5 AS place_5, s.place_6 AS place_6, s.place_7 AS place_7, s.us_2 AS us_2,
        s.us_3 AS us_3, s.us_4 AS us_4, s.us_5 AS us_5, s.us_6 AS us_6, s.us_7 AS us_7,
        MIN(CASE WHEN e.label IN CAST($step_8 AS VARCHAR[]) THEN e.place END) AS place_new,
        MIN(CASE WHEN e.label IN CAST($step_8 AS VARCHAR[]) THEN e.instant_us END) AS us_new,
        MIN(CASE WHEN e.label IN CAST($without_8 AS VARCHAR[]) THEN e.place END) AS stop
    FROM step_7 s
    LEFT JOIN placed e ON e.customer_id = s.customer_id AND e.held = s.held AND e.place > s.after_now
        AND (e.label IN CAST($step_8 AS VARCHAR[]) OR e.label IN CAST($without_8 AS VARCHAR[]))
        AND e.instant_us - s.us_1 <= $window_us AND ($order <> 'strict' OR e.place = s.after_now + 1)
    GROUP BY
        s.customer_id, s.held, s.entry_id, s.entry_ts, s.us_1, s.done_now, s.after_now, s.place_2, s.place_3, s.place_4,
        s.place_5, s.place_6, s.place_7, s.us_2, s.us_3, s.us_4, s.us_5, s.us_6, s.us_7
),
reached_8 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done, after, place_2, place_3, place_4, place_5, place_6,
        place_7, us_2, us_3, us_4, us_5, us_6, us_7,
        CASE WHEN stop IS NULL OR place_new < stop THEN place_new END AS place_8,
        CASE WHEN stop IS NULL OR place_new < stop THEN us_new END AS us_8
    FROM found_8
),
step_8 AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, place_2, place_3, place_4, place_5, place_6, place_7, us_2,
        us_3, us_4, us_5, us_6, us_7, place_8, us_8,
        CASE WHEN place_8 > done AND NOT CAST($optional_8 AS BOOLEAN) THEN place_8 ELSE done END AS done_now,
        CASE WHEN place_8 IS NULL THEN CASE WHEN CAST($optional_8 AS BOOLEAN) THEN after END
            WHEN $order = 'any' OR ($order = 'ordered' AND CAST($optional_8 AS BOOLEAN)) THEN after
            ELSE place_8 END AS after_now
    FROM reached_8
),
-- Of an optional step only what lies before the next mandatory one counts.
mandatory AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done_now, place_2, place_3, place_4, place_5, place_6, place_7,
        place_8, us_2, us_3, us_4, us_5, us_6, us_7, us_8,
        CASE WHEN NOT CAST($optional_2 AS BOOLEAN) THEN place_2 END AS must_2,
        CASE WHEN NOT CAST($optional_3 AS BOOLEAN) THEN place_3 END AS must_3,
        CASE WHEN NOT CAST($optional_4 AS BOOLEAN) THEN place_4 END AS must_4,
        CASE WHEN NOT CAST($optional_5 AS BOOLEAN) THEN place_5 END AS must_5,
        CASE WHEN NOT CAST($optional_6 AS BOOLEAN) THEN place_6 END AS must_6,
        CASE WHEN NOT CAST($optional_7 AS BOOLEAN) THEN place_7 END AS must_7,
        CASE WHEN NOT CAST($optional_8 AS BOOLEAN) THEN place_8 END AS must_8
    FROM step_8
),
bounded AS (
    SELECT
        customer_id, held, entry_id, entry_ts, us_1, done_now,
        CASE WHEN $order <> 'ordered' OR COALESCE(must_3, must_4, must_5, must_6, must_7, must_8) IS NULL
            OR place_2 < COALESCE(must_3, must_4, must_5, must_6, must_7, must_8) THEN us_2 END AS at_2,
        CASE WHEN $order <> 'ordered' OR COALESCE(must_4, must_5, must_6, must_7, must_8) IS NULL
            OR place_3 < COALESCE(must_4, must_5, must_6, must_7, must_8) THEN us_3 END AS at_3,
        CASE WHEN $order <> 'ordered' OR COALESCE(must_5, must_6, must_7, must_8) IS NULL
            OR place_4 < COALESCE(must_5, must_6, must_7, must_8) THEN us_4 END AS at_4,
        CASE WHEN $order <> 'ordered' OR COALESCE(must_6, must_7, must_8) IS NULL
            OR place_5 < COALESCE(must_6, must_7, must_8) THEN us_5 END AS at_5,
        CASE WHEN $order <> 'ordered' OR COALESCE(must_7, must_8) IS NULL
            OR place_6 < COALESCE(must_7, must_8) THEN us_6 END AS at_6,
        CASE WHEN $order <> 'ordered' OR must_8 IS NULL
            OR place_7 < must_8 THEN us_7 END AS at_7,
        us_8 AS at_8,
        CASE WHEN must_2 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_3 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_4 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_5 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_6 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_7 IS NULL THEN 0 ELSE 1 END
        + CASE WHEN must_8 IS NULL THEN 0 ELSE 1 END AS progress
    FROM mandatory
),
-- The window keeps the two joins apart: side by side they would be joined by the customer alone.
ranked AS (
    SELECT
        b.customer_id AS customer_id, b.entry_id AS entry_id, b.entry_ts AS entry_ts, b.us_1 AS us_1,
        b.at_2 AS at_2, b.at_3 AS at_3, b.at_4 AS at_4, b.at_5 AS at_5, b.at_6 AS at_6, b.at_7 AS at_7,
        b.at_8 AS at_8, d.event_id AS done_id, d.instant_us AS done_us,
        ROW_NUMBER() OVER (PARTITION BY b.customer_id ORDER BY b.progress DESC, b.us_1, b.entry_id) AS choice
    FROM bounded b
    JOIN placed d ON d.customer_id = b.customer_id AND d.held = b.held AND d.place = b.done_now
)
SELECT
    r.customer_id AS customer_id, e.channel AS channel, e.device AS device, e.country AS country,
    r.entry_id AS entry_id, r.us_1 AS at_1, r.at_2 AS at_2, r.at_3 AS at_3, r.at_4 AS at_4, r.at_5 AS at_5,
    r.at_6 AS at_6, r.at_7 AS at_7, r.at_8 AS at_8, r.done_id AS done_id, r.done_us AS done_us
FROM ranked r
JOIN events e ON e.customer_id = r.customer_id AND e.event_id = r.entry_id AND e.ts = r.entry_ts
WHERE r.choice = 1
ORDER BY r.us_1, r.customer_id
