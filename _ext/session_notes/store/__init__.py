"""The domain, where records are kept, and what follows from it for links and editions."""
