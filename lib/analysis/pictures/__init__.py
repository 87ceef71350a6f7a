"""Answers gathered and titled for one picture; the counting itself stays in the analyses."""
