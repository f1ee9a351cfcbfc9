"""Nodes: the placeholders of a page that is read, and the standard nodes that replace them."""
