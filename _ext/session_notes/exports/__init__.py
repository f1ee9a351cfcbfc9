"""What programs read: data, calendars, feeds, and citations, made of the book."""
