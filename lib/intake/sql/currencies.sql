-- The currencies of a sheet's rows, the most frequent first.
SELECT currency, n FROM currencies WHERE currency IS NOT NULL ORDER BY n DESC, currency
