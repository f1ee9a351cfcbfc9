"""Transforms: what is done with a document once it is parsed."""
