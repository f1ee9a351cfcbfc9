"""What an author wrote, as records: of sessions, names, vocabularies, problems."""
