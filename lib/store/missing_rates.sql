-- Currencies, and their months where some have a rate, for which no rate is known.
SELECT DISTINCT currency,
    CASE WHEN EXISTS (SELECT 1 FROM rates WHERE rates.currency = worth.currency) THEN coalesce(month, 'without a month') ELSE '' END AS month
FROM worth WHERE rate IS NULL ORDER BY ALL
