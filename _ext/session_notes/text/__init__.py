"""The text of a page, before any parser has seen it."""
