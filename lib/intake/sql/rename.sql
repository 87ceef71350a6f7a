-- Event names become touchpoints, each with its stage, and ids the customers they lead to, from the first event on.
CREATE OR REPLACE TABLE events AS
SELECT e.* REPLACE (coalesce(r.customer_id, e.customer_id) AS customer_id, t.touchpoint AS touchpoint, t.stage AS stage)
FROM events e
JOIN touchpoints t ON t.name = e.touchpoint
LEFT JOIN resolved r ON r.id = e.customer_id;
UPDATE feedback SET touchpoint = t.touchpoint, stage = t.stage FROM touchpoints t WHERE t.name = feedback.touchpoint;
UPDATE changes SET touchpoint = t.touchpoint FROM touchpoints t WHERE t.name = changes.touchpoint;
