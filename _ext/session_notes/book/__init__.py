"""What can be asked of all records together, and what pages show of it."""
