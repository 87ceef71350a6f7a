"""From files as people have them to canonical tables, every row accounted for."""
