"""Schedules: the formats, and how one is merged into a book."""
