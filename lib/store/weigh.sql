-- What one unit of each row's currency is worth: the rate of its month, else that for all months; a row without a currency is taken as it is.
CREATE OR REPLACE TABLE worth AS
SELECT r.row_no, r.currency, r.month,
    CASE WHEN coalesce(r.currency, $target) = $target THEN 1
         ELSE try_cast(coalesce(m.rate, g.rate) AS DECIMAL(18,8)) END::DECIMAL(18,8) AS rate
FROM rated r
LEFT JOIN rates m ON m.currency = r.currency AND m.month = r.month
LEFT JOIN rates g ON g.currency = r.currency AND g.month = '';
