-- One row is a customer at a step of the path: where the customer is, and where the customer goes next.
-- The path begins at the journey's start (`start` NULL) or at the first run of `start` that the filters keep,
-- and runs on to the journey's end. `collapse` makes one step of equal neighbours.
CREATE OR REPLACE MACRO kept_paths(level, collapse, start, since, until, channels, devices, countries) AS TABLE
WITH labelled AS (
    SELECT
        customer_id, ts, event_id, kept,
        CASE level WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label
    FROM kept_events(since, until, channels, devices, countries)
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, kept, label,
        LAG(label) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS label_before
    FROM labelled
),
placed AS (
    SELECT
        customer_id, label, kept,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place
    FROM sequenced
    WHERE label_before IS NULL OR label_before <> label OR NOT CAST(collapse AS BOOLEAN)
),
anchors AS (
    SELECT customer_id, MIN(place) AS first_place
    FROM placed
    WHERE kept AND (label = CAST(start AS VARCHAR) OR (CAST(start AS VARCHAR) IS NULL AND place = 1))
    GROUP BY customer_id
)
SELECT
    p.customer_id AS customer_id,
    p.place - a.first_place + 1 AS step,
    p.label AS label,
    LEAD(p.label) OVER (PARTITION BY p.customer_id ORDER BY p.place) AS next_label
FROM placed p
JOIN anchors a ON a.customer_id = p.customer_id
WHERE p.place >= a.first_place;
