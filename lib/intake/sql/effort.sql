-- Which end of an effort scale is the easy one: the mean score of comments and questions that say so.
WITH said AS (
    SELECT
        number_dot(score) AS score, lower(comment) AS comment, lower(question) AS question
    FROM answers
    WHERE number_dot(score) IS NOT NULL AND ($metric::VARCHAR IS NULL OR lower(trim(metric)) = $metric)
),
told AS (
    SELECT
        score, question,
        regexp_matches(comment, '\b(not|n''t|never|less|hardly) (so |very |really |at all )?(easy|easily|simple|quick|quickly|fast|smooth)')
        OR regexp_matches(comment, '\b(hard|slow|slowly|complicated|difficult|difficulty|confusing|frustrating|tedious|cumbersome|painful|impossible|complex)\b') AS hard,
        regexp_matches(comment, '\b(easy|easily|simple|quick|quickly|fast|smooth|smoothly|straightforward|effortless|efficient|seamless)\b') AS easy
    FROM said
)
SELECT
    coalesce(count_if(easy AND NOT hard), 0) AS easy_n, avg(score) FILTER (easy AND NOT hard) AS easy,
    coalesce(count_if(hard), 0) AS hard_n, avg(score) FILTER (hard) AS hard,
    max(score) - min(score) AS spread,
    coalesce(count_if(regexp_matches(question, $least_hard)), 0) AS least_hard,
    coalesce(count_if(regexp_matches(question, $least_easy)), 0) AS least_easy,
    coalesce(count_if(regexp_matches(question, $asks_ease)), 0) AS asks_ease,
    coalesce(count_if(regexp_matches(question, $asks_effort)), 0) AS asks_effort
FROM told
