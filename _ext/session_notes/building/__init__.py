"""What happens around the pages in a build: when, how much of it again, and what is published."""
