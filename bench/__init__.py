"""Timings, as ratios where they should be compared: `make bench`, `throughline bench`."""
