"""Methods as pure functions over arrays; no frames, no files."""
