-- The shared filters, written once. They say who counts: each anchor macro returns the rows that may
-- anchor an analysis; the analysis then takes the whole journey of those customers.
CREATE OR REPLACE MACRO passes(ts, channel, device, country, since, until, channels, devices, countries) AS
    (since::TIMESTAMP IS NULL OR ts >= since::TIMESTAMP)
    AND (until::TIMESTAMP IS NULL OR ts < until::TIMESTAMP)
    AND (channels::VARCHAR[] IS NULL OR list_contains(channels::VARCHAR[], coalesce(channel, '(unknown)')))
    AND (devices::VARCHAR[] IS NULL OR list_contains(devices::VARCHAR[], coalesce(device, '(unknown)')))
    AND (countries::VARCHAR[] IS NULL OR list_contains(countries::VARCHAR[], coalesce(country, '(unknown)')));

-- Every event of every journey; `kept` marks those at which an analysis may begin. `instant_us` is its time
-- in whole microseconds: durations and windows are sums of whole numbers, which mean the same everywhere.
CREATE OR REPLACE MACRO kept_events(since, until, channels, devices, countries) AS TABLE
SELECT
    event_id, customer_id, ts, epoch_us(ts) AS instant_us, touchpoint, stage, channel, session_id, order_id,
    passes(ts, channel, device, country, since, until, channels, devices, countries) AS kept
FROM events;

-- Sessions that began in the period, read off their first event.
CREATE OR REPLACE MACRO kept_sessions(since, until, channels, devices, countries) AS TABLE
SELECT * FROM session_facts
WHERE passes(started_at, channel, device, country, since, until, channels, devices, countries);

-- Counted orders placed in the period; device and country are those of the order's event.
CREATE OR REPLACE MACRO kept_orders(since, until, channels, devices, countries) AS TABLE
SELECT *, epoch_us(ordered_at) AS instant_us FROM order_facts
WHERE counted
  AND passes(ordered_at, channel, device, country, since, until, channels, devices, countries);

-- Answers given in the period; device and country are those of the customer's first event.
CREATE OR REPLACE MACRO kept_feedback(since, until, channels, devices, countries) AS TABLE
SELECT *, epoch_us(given_at) AS instant_us FROM feedback_facts
WHERE passes(given_at, channel, device, country, since, until, channels, devices, countries);

-- Tickets opened in the period; device and country are those of the customer's first event.
CREATE OR REPLACE MACRO kept_tickets(since, until, channels, devices, countries) AS TABLE
SELECT * FROM ticket_facts
WHERE passes(opened_at, channel, device, country, since, until, channels, devices, countries);

-- Promises made in the period; channel, device and country are those of the order, else of the customer.
CREATE OR REPLACE MACRO kept_promises(since, until, channels, devices, countries) AS TABLE
SELECT * FROM promise_facts
WHERE passes(made_at, channel, device, country, since, until, channels, devices, countries);

-- Customers whose first event lies in the period.
CREATE OR REPLACE MACRO kept_journeys(since, until, channels, devices, countries) AS TABLE
SELECT * FROM journeys
WHERE passes(first_ts, channel, device, country, since, until, channels, devices, countries);

-- Runs of equal touchpoints that began in the period.
CREATE OR REPLACE MACRO kept_runs(since, until, channels, devices, countries) AS TABLE
SELECT * FROM runs
WHERE passes(ts, channel, device, country, since, until, channels, devices, countries);
