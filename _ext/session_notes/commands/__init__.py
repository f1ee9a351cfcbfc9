"""The command line: it checks pages, writes new ones, and imports schedules."""
