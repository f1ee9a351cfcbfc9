"""Which pages an incremental build has to write again."""
