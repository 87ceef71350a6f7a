-- Lines that were no rows of the table cannot be shown column by column: none is kept where the file names people.
UPDATE rejected SET cells = json_object('line', $said) WHERE file = $file AND kind IS NULL
