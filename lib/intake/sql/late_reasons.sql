SELECT why, count(*) AS n FROM late_of_file GROUP BY why ORDER BY n DESC, why
