"""The only floor that knows DuckDB: datasets, the query door, the layout."""
