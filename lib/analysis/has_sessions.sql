-- One row where the data know sessions, none where they do not.
SELECT session FROM session_facts LIMIT 1
