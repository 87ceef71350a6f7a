"""One file per export that is known by its columns; the last ones ask names and values."""
