"""Schedules of conferences, and the formats they are read from."""
