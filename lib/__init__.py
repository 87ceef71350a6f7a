"""Throughline: how customers travel, where they are let down, what it costs, whether a fix paid off."""
