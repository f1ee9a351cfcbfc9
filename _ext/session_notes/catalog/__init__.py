"""Queries over all records together, and what pages show of them."""
