-- One row where the data know orders, none where they do not.
SELECT customer_id FROM kept_journeys(NULL, NULL, NULL, NULL, NULL) WHERE orders > 0 LIMIT 1
