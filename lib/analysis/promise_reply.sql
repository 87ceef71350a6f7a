-- One row is a ticket: a reply is promised within so many hours of its opening.
SELECT
    t.ticket_id AS id, t.customer_id AS customer_id, t.opened_at AS began_at, t.day AS day,
    t.opened_at AS promised_from, t.first_reply_at AS kept_at,
    t.channel AS channel, t.country AS country,
    t.device AS device, t.topic AS topic, t.csat AS csat
FROM kept_tickets($since, $until, $channels, $devices, $countries) t
ORDER BY t.opened_at, t.ticket_id
