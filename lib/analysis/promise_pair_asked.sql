-- One row is a question on one scale that those were asked to whom something of this pair was promised.
WITH made AS (
    SELECT promise_id, order_id, customer_id, day, made_at
    FROM kept_promises(NULL, NULL, NULL, NULL, NULL)
    WHERE pair = CAST($pair AS VARCHAR)
),
said AS (
    SELECT f.feedback_id AS feedback_id, f.metric AS metric, f.scale_min AS scale_min, f.scale_max AS scale_max
    FROM made m
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f ON f.order_id = m.order_id
    WHERE f.day >= m.day
    UNION ALL
    SELECT f.feedback_id AS feedback_id, f.metric AS metric, f.scale_min AS scale_min, f.scale_max AS scale_max
    FROM made m
    JOIN kept_feedback(NULL, NULL, NULL, NULL, NULL) f ON f.customer_id = m.customer_id
    WHERE m.order_id IS NULL AND f.day >= m.day AND f.given_at <= m.made_at + INTERVAL '30' DAY
)
SELECT metric, scale_min, scale_max, COUNT(DISTINCT feedback_id) AS n
FROM said
WHERE CAST($metric AS VARCHAR) IS NULL OR metric = CAST($metric AS VARCHAR)
GROUP BY metric, scale_min, scale_max
ORDER BY n DESC, metric, scale_max
