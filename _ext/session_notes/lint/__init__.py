"""Checks on the text of pages and on the whole book, without Sphinx."""
