-- One row is a move from a source to what comes next, as sums over the customers who were at the source.
WITH moved AS (
    SELECT
        customer_id, label AS source, COALESCE(next_label, '(left)') AS target, CAST(COUNT(*) AS DOUBLE) AS moves
    FROM kept_paths(
        $level, $collapse, $start, $finish, $occurrence, $ahead, $pause_us, $within_us, $front, $hide, $only,
        $group1, $name1, $group2, $name2, $group3, $name3, $group4, $name4,
        $since, $until, $channels, $devices, $countries
    )
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
