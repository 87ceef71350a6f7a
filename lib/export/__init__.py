"""Answers become bytes that people take away."""
