"""One shape per file: a tidy frame becomes an Altair chart."""
