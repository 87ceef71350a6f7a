-- Times of the cases of one file that cannot all be right.
SELECT
    count(*) FILTER (solved_at < opened_at OR first_reply_at < opened_at) AS early,
    count(*) FILTER (solved_at < first_reply_at) AS unanswered,
    count(*) FILTER (solved_at IS NOT NULL AND list_contains($open::VARCHAR[], lower(trim(said.cell)))) AS unsolved
FROM tickets
LEFT JOIN said USING (row_no)
WHERE file_no = $file_no
