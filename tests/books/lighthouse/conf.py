"""One of three books that a hub shows."""

extensions = ["myst_parser", "session_notes", "session_exports"]
myst_enable_extensions = ["colon_fence"]
project = "灯台会議2031"
html_title = project
language = "ja"
html_theme = "basic"
