-- One row is a label and part: 1 customers reached, 2 of them who answered about it, 3 customers who answered
-- about it without having been there, 4 answers of nobody known. Label '(all)': anything that was asked about.
WITH reached AS (
    SELECT
        CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END AS label, customer_id,
        CAST((MIN(ts) AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS reached_on
    FROM kept_events($since, $until, $channels, $devices, $countries)
    WHERE kept AND touchpoint <> $answering
    GROUP BY CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE touchpoint END, customer_id
),
said AS (
    SELECT
        CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE COALESCE(touchpoint, '(unknown)') END AS label,
        customer_id, MAX(CAST((given_at AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE)) AS said_on
    FROM feedback
    GROUP BY
        CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE COALESCE(touchpoint, '(unknown)') END, customer_id
),
asked AS (
    SELECT DISTINCT label FROM said
),
matched AS (
    SELECT
        r.label AS label, r.customer_id AS customer_id, CASE WHEN a.label IS NULL THEN 0 ELSE 1 END AS asked,
        CASE WHEN s.said_on >= r.reached_on THEN 1 ELSE 0 END AS answered
    FROM reached r
    LEFT JOIN said s ON s.label = r.label AND s.customer_id = r.customer_id
    LEFT JOIN asked a ON a.label = r.label
),
everybody AS (
    SELECT customer_id, MAX(answered) AS answered_any
    FROM matched
    WHERE asked = 1
    GROUP BY customer_id
),
kept_said AS (
    SELECT
        CASE $rows WHEN 'stage' THEN COALESCE(stage, '(unknown)') ELSE COALESCE(touchpoint, '(unknown)') END AS label,
        customer_id
    FROM kept_feedback($since, $until, $channels, $devices, $countries)
),
beside AS (
    SELECT k.label AS label, k.customer_id AS customer_id
    FROM kept_said k
    LEFT JOIN reached r ON r.label = k.label AND r.customer_id = k.customer_id
    WHERE k.customer_id IS NOT NULL AND r.label IS NULL
)
SELECT label, 1 AS part, COUNT(*) AS found FROM matched GROUP BY label
UNION ALL
SELECT label, 2 AS part, CAST(SUM(answered) AS BIGINT) AS found FROM matched GROUP BY label
UNION ALL
SELECT label, 3 AS part, COUNT(DISTINCT customer_id) AS found FROM beside GROUP BY label
UNION ALL
SELECT label, 4 AS part, COUNT(*) AS found FROM kept_said WHERE customer_id IS NULL GROUP BY label
UNION ALL
SELECT '(all)' AS label, 1 AS part, COUNT(*) AS found FROM everybody
UNION ALL
SELECT '(all)' AS label, 2 AS part, COALESCE(CAST(SUM(answered_any) AS BIGINT), 0) AS found FROM everybody
UNION ALL
SELECT '(all)' AS label, 3 AS part, COUNT(DISTINCT customer_id) AS found FROM beside
UNION ALL
SELECT '(all)' AS label, 4 AS part, COUNT(*) AS found FROM kept_said WHERE customer_id IS NULL
ORDER BY label, part
