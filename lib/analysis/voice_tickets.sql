-- One row is a ticket that has a topic; its topic is its text.
SELECT
    ticket_id AS text_id, COALESCE(customer_id, ticket_id) AS unit, customer_id, opened_at AS given_at, day,
    COALESCE(channel, '(unknown)') AS channel_label, topic AS words
FROM kept_tickets($since, $until, $channels, $devices, $countries)
WHERE topic IS NOT NULL
ORDER BY opened_at, ticket_id
