-- One row is a touchpoint that customers met in the period; `(all)` is every touchpoint together. Who ordered
-- later is counted of those alone who have the whole window behind them.
WITH placed AS (
    SELECT
        customer_id, touchpoint, stage, kept, ts, event_id, instant_us,
        MIN(CASE WHEN touchpoint = CAST($order_placed AS VARCHAR) THEN instant_us END)
            OVER (PARTITION BY customer_id ORDER BY ts DESC, event_id DESC) AS order_from_here_us
    FROM kept_events($since, $until, $channels, $devices, $countries)
),
stepped AS (
    SELECT
        customer_id, touchpoint, stage, kept, ts, instant_us,
        LEAD(instant_us) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS following_us,
        LEAD(order_from_here_us) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS ordered_us
    FROM placed
),
met AS (
    SELECT
        customer_id, touchpoint, stage, CAST(following_us - instant_us AS DOUBLE) AS took_us,
        CASE WHEN CAST($complete AS TIMESTAMP) IS NULL OR ts < CAST($complete AS TIMESTAMP) THEN customer_id END
            AS watched_customer,
        CASE WHEN (CAST($complete AS TIMESTAMP) IS NULL OR ts < CAST($complete AS TIMESTAMP))
            AND ordered_us - instant_us <= CAST($window_us AS BIGINT) THEN customer_id END AS buyer
    FROM stepped
    WHERE kept
)
SELECT
    touchpoint AS label, MIN(stage) AS met_in, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT watched_customer) AS watched, COUNT(DISTINCT buyer) AS buyers, MEDIAN(took_us) AS median_us,
    COUNT(took_us) AS timed
FROM met
GROUP BY touchpoint
UNION ALL
SELECT
    '(all)' AS label, NULL AS met_in, COUNT(*) AS events, COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT watched_customer) AS watched, COUNT(DISTINCT buyer) AS buyers, MEDIAN(took_us) AS median_us,
    COUNT(took_us) AS timed
FROM met
ORDER BY customers DESC, label
