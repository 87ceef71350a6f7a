SELECT masked($text) AS text
