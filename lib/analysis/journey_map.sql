-- One row is a touchpoint that customers met in the period; `(all)` is every touchpoint together. Device and
-- country are those of the first event, since parcels and returns have none of their own. Who ordered later is
-- counted of those alone who have the whole window behind them.
WITH chosen AS (
    SELECT
        e.customer_id AS customer_id, e.touchpoint AS touchpoint, e.stage AS stage, e.kept AS kept, e.ts AS ts,
        e.event_id AS event_id, e.instant_us AS instant_us
    FROM kept_events($since, $until, $channels, NULL, NULL) e
    JOIN kept_journeys(NULL, NULL, NULL, $devices, $countries) j ON j.customer_id = e.customer_id
),
stepped AS (
    SELECT
        customer_id, touchpoint, stage, kept, instant_us,
        CASE WHEN CAST($complete AS TIMESTAMP) IS NULL OR ts < CAST($complete AS TIMESTAMP) THEN customer_id END
            AS watched_customer,
        LEAD(instant_us) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS following_us
    FROM chosen
),
met AS (
    SELECT customer_id, touchpoint, stage, watched_customer, CAST(following_us - instant_us AS DOUBLE) AS took_us
    FROM stepped
    WHERE kept
),
placed AS (
    SELECT customer_id, instant_us
    FROM chosen
    WHERE touchpoint = CAST($order_placed AS VARCHAR)
),
bought AS (
    SELECT DISTINCT e.touchpoint AS touchpoint, e.customer_id AS customer_id
    FROM chosen e
    JOIN placed p ON p.customer_id = e.customer_id
    WHERE e.kept AND (CAST($complete AS TIMESTAMP) IS NULL OR e.ts < CAST($complete AS TIMESTAMP))
      AND p.instant_us > e.instant_us AND p.instant_us <= e.instant_us + CAST($window_us AS BIGINT)
),
buyers AS (
    SELECT touchpoint AS label, COUNT(*) AS found FROM bought GROUP BY touchpoint
    UNION ALL
    SELECT '(all)' AS label, COUNT(DISTINCT customer_id) AS found FROM bought
),
counted AS (
    SELECT
        touchpoint AS label, MIN(stage) AS met_in, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers,
        COUNT(DISTINCT watched_customer) AS watched, MEDIAN(took_us) AS median_us, COUNT(took_us) AS timed
    FROM met
    GROUP BY touchpoint
    UNION ALL
    SELECT
        '(all)' AS label, NULL AS met_in, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers,
        COUNT(DISTINCT watched_customer) AS watched, MEDIAN(took_us) AS median_us, COUNT(took_us) AS timed
    FROM met
)
SELECT
    c.label AS label, c.met_in AS met_in, c.events AS events, c.customers AS customers, c.watched AS watched,
    COALESCE(b.found, 0) AS buyers, c.median_us AS median_us, c.timed AS timed
FROM counted c
LEFT JOIN buyers b ON b.label = c.label
ORDER BY c.customers DESC, c.label
