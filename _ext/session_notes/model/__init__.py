"""What an author wrote, as records: sessions, names, vocabularies, problems."""
