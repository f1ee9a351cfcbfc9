"""Configuration of the book, for every builder."""

import contextlib
import importlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

project = "OpenStack Summit Vancouver, May 2015"
author = "the session-notes authors"
project_copyright = f"2026, {author}"
language = "en"
# An ePub must have one.
version = "0.1"
SLUG = "openstack-summit-vancouver-2015"
DESCRIPTION = (
    "Notes from 46 sessions of the OpenStack Summit and the Liberty Design Summit, "
    "Vancouver, 18 to 22 May 2015."
)

# Without matplotlib, which only its pictures take, it prints a line that sounds like an error.
with contextlib.redirect_stdout(None):
    importlib.import_module("sphinxext.opengraph")
extensions = ["myst_parser", "session_notes", "sphinxext.opengraph"]
exclude_patterns = [
    # Everything that is in the checkout, or may be, without being a page of the book.
    ".*",
    "_build",
    "_data",
    "_ext",
    "_static",
    "_templates",
    "locales",
    "node_modules",
    "tests",
    "venv",
    "CONTRIBUTING.md",
    "README.md",
]
templates_path = ["_templates"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
# The pages have typographic quotation marks already, and an option's two hyphens must stay two.
smartquotes = False

# Absolute, because Sphinx looks for its own catalogue relative to the current directory.
locale_dirs = [str(HERE / "locales")]
# One catalogue a page: a translator takes a day, not the whole book.
gettext_compact = False

html_theme = "sphinx_book_theme"
html_title = project
html_short_title = "Vancouver 2015"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
ogp_site_url = html_baseurl
ogp_social_cards = {"enable": False}

# Only what the bulletin and its links say of the event; the zone is that of the city.
session_event = {
    "id": SLUG,
    "name": "OpenStack Summit May 2015 Vancouver",
    "city": "Vancouver",
    "country": "CA",
    "start": "2015-05-18",
    "end": "2015-05-22",
    "timezone": "America/Vancouver",
    "url": "https://www.openstack.org/summit/vancouver-2015/schedule/",
}
session_exports = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]
html_static_path = ["_static"]
html_css_files = ["session-notes.css", "sessions.css"]
html_theme_options = {
    # Browsers have a key for it, and a phone has no room for another button.
    "use_fullscreen_button": False,
    # Not the author, whom the line with the copyright names.
    "footer_content_items": ["copyright.html", "extra-footer.html"],
    "extra_footer": (
        'Text: <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>'
    ),
}

epub_basename = SLUG
epub_author = author
epub_publisher = author
epub_description = DESCRIPTION
epub_scheme = "URN"
epub_uid = "book-id"
epub_identifier = "urn:uuid:24b31c4d-c28a-5be8-92d1-3d484ba85f7d"
# Links can be followed in an e-book; a footnote with the address of each would drown the notes.
epub_show_urls = "no"
epub_exclude_files = ["search.html", "404.xhtml"]

# XeLaTeX with xeCJK sets Japanese names in an English book and a Japanese edition alike. It needs
# Debian's texlive-xetex, texlive-lang-chinese (for xeCJK), texlive-fonts-recommended, latexmk,
# fonts-noto-cjk and fonts-freefont-otf.
latex_engine = "xelatex"
latex_documents = [("index", f"{SLUG}.tex", project, author, "manual")]
# Else an index needs xindy, and language = "ja" the class jsbook.
latex_use_xindy = False
latex_docclass = {"manual": "report", "howto": "article"}
latex_elements = {
    "papersize": "a4paper",
    # Notes nest deeper than LaTeX's own four levels.
    "maxlistdepth": "12",
    "polyglossia": "",
    "babel": r"\usepackage[english]{babel}",
    "fncychap": "",
    # CJKspace keeps the space in "山田 太郎"; the character class keeps English quotation marks and
    # dashes out of the Japanese font.
    "fontpkg": r"""
\usepackage{xeCJK}
\xeCJKsetup{CJKspace=true, CJKmath=true}
\xeCJKDeclareCharClass{Default}{"2018,"2019,"201C,"201D,"2013,"2014,"2015,"2026,"00B7,"2190->"21FF}
\setmainfont{FreeSerif}[
  Extension=.otf, UprightFont=*, ItalicFont=*Italic, BoldFont=*Bold, BoldItalicFont=*BoldItalic]
\setsansfont{FreeSans}[
  Extension=.otf, UprightFont=*, ItalicFont=*Oblique, BoldFont=*Bold, BoldItalicFont=*BoldOblique]
\setmonofont{Latin Modern Mono}[Scale=0.9]
\setCJKmainfont{Noto Serif CJK JP}
\setCJKsansfont{Noto Sans CJK JP}
\setCJKmonofont{Noto Sans Mono CJK JP}
""",
}

man_pages = [("index", SLUG, project, [author], 7)]
texinfo_documents = [("index", SLUG, project, author, SLUG, DESCRIPTION, "Miscellaneous")]
