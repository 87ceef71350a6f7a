"""One question per file: a function that takes the store and returns a tidy frame."""
