-- One row is a move from a source to what comes next, as sums over the customers who were at the source.
WITH labelled AS (
    SELECT
        e.customer_id AS customer_id, e.ts AS ts, e.event_id AS event_id,
        CASE $level WHEN 'stage' THEN COALESCE(e.stage, '(unknown)')
            WHEN 'channel' THEN COALESCE(e.channel, '(unknown)') ELSE e.touchpoint END AS label
    FROM kept_events(NULL, NULL, NULL, NULL, NULL) e
    JOIN kept_journeys($since, $until, $channels, $devices, $countries) j ON j.customer_id = e.customer_id
),
sequenced AS (
    SELECT
        customer_id, ts, event_id, label,
        LAG(label) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS label_before
    FROM labelled
),
placed AS (
    SELECT
        customer_id, label, LEAD(label) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS next_label
    FROM sequenced
    WHERE label_before IS NULL OR label_before <> label OR NOT CAST($collapse AS BOOLEAN)
),
moved AS (
    SELECT
        customer_id, label AS source, COALESCE(next_label, '(left)') AS target, CAST(COUNT(*) AS DOUBLE) AS moves
    FROM placed
    GROUP BY customer_id, label, COALESCE(next_label, '(left)')
),
visited AS (
    SELECT customer_id, source, SUM(moves) AS visits
    FROM moved
    GROUP BY customer_id, source
),
sources AS (
    SELECT source, COUNT(*) AS units, SUM(visits) AS x, SUM(visits * visits) AS xx
    FROM visited
    GROUP BY source
),
pairs AS (
    SELECT
        m.source AS source, m.target AS target, COUNT(*) AS customers, SUM(m.moves) AS y,
        SUM(m.moves * m.moves) AS yy, SUM(m.moves * v.visits) AS xy
    FROM moved m
    JOIN visited v ON v.customer_id = m.customer_id AND v.source = m.source
    GROUP BY m.source, m.target
)
SELECT
    p.source AS source, p.target AS target, p.customers AS customers, s.units AS units, s.x AS x, s.xx AS xx,
    p.y AS y, p.yy AS yy, p.xy AS xy
FROM pairs p
JOIN sources s ON s.source = p.source
ORDER BY s.x DESC, p.source, p.y DESC, p.target
