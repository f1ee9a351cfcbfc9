"""One of three books that a hub shows."""

extensions = ["myst_parser", "session_notes", "session_exports"]
myst_enable_extensions = ["colon_fence"]
project = "Harbour Days 2030"
html_title = project
language = "en"
html_theme = "basic"
