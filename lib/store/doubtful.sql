-- Clock times that a zone skipped (there and back they are another) or that came twice (an hour beside, the clock is the same).
WITH instants AS (SELECT moment, timezone($zone, moment) AS instant FROM shown),
odd AS (
    SELECT
        moment,
        timezone($zone, instant) <> moment AS skipped,
        moment IN (timezone($zone, instant - INTERVAL 1 HOUR), timezone($zone, instant + INTERVAL 1 HOUR)) AS doubled
    FROM instants
)
SELECT
    count(*) FILTER (skipped) AS skipped, min(moment) FILTER (skipped)::VARCHAR AS skipped_example,
    count(*) FILTER (doubled) AS doubled, min(moment) FILTER (doubled)::VARCHAR AS doubled_example
FROM odd
