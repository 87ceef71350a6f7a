-- One row where the data know sessions, none where they do not.
SELECT session FROM kept_sessions(NULL, NULL, NULL, NULL, NULL) LIMIT 1
