"""Nodes: the placeholders of a page that is read, and the makers of what takes their place."""
