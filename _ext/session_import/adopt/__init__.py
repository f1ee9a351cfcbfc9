"""Notes that exist, in the many dialects of Markdown and as plain text, and what they mean."""
