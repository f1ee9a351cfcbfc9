"""Post-transforms: what is done with a document once all documents are read."""
