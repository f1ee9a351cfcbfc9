"""A hub over three books, which are built into the folder 'site' beside it."""

extensions = ["myst_parser", "session_notes", "session_books", "session_search"]
myst_enable_extensions = ["colon_fence"]
project = "Conferences by the Sea"
html_theme = "basic"
session_books = {
    "tidal": ("../tidal/", "../site/tidal/sessions.json"),
    "harbour": ("../harbour/", "../site/harbour/sessions.json"),
    "lighthouse": ("../lighthouse/", "../site/lighthouse/sessions.json"),
}
