"""Everything that Sphinx calls."""
