"""The tree of a page: made by directives, arranged once it is parsed, filled once all are read."""
