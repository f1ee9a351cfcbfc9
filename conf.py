"""Configuration of the book, for every builder."""

import atexit
import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE / "tools")]

from session_notes import __version__

# Nearly everything that a build makes lives until it ends. By default Python's garbage collector
# looks through all of it again and again, for a quarter of the time of a large book; and once more
# when the process ends. An extension must not tune the process that it is a guest in; a book may.
gc.set_threshold(7_000, 10, 1_000)
atexit.register(gc.freeze)

project = "OpenStack Summit Vancouver, May 2015"
author = "the session-notes authors"
project_copyright = f"2026, {author}"
language = "en"
# An ePub requires a version.
version = __version__.rpartition(".")[0]
SLUG = "openstack-summit-vancouver-2015"
DESCRIPTION = (
    "Notes from sessions of the OpenStack Summit and the Liberty Design Summit, "
    "Vancouver, 18 to 22 May 2015."
)

# Without matplotlib, which only its social cards need, it prints a line that looks like an error.
with contextlib.redirect_stdout(None):
    importlib.import_module("sphinxext.opengraph")
extensions = [
    "myst_parser",
    "session_notes",
    "session_exports",
    "session_search",
    "session_theme",
    "editions",
    # The lists of the guide.
    "session_docs",
    "sphinxext.opengraph",
]
exclude_patterns = [
    # Everything that is or may be in a checkout and is not a page of the book.
    ".*",
    "_build",
    "_data",
    "_ext",
    "_paper",
    "_static",
    "_templates",
    "locales",
    "node_modules",
    "tests",
    "venv",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "README.md",
]
templates_path = ["_templates"]
nitpicky = True

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "strikethrough"]
# A dollar sign before a price or a variable begins no formula.
myst_dmath_allow_space = myst_dmath_allow_digits = False
# MyST warns that only HTML shows struck text; session_notes shows it in every format.
suppress_warnings = ["myst.strikethrough"]
# The pages already use typographic quotation marks, and the two hyphens of an option must stay.
smartquotes = False

# Absolute, because Sphinx looks for its own catalogue relative to the current directory.
locale_dirs = [str(HERE / "locales")]
# One catalogue per page: a translator works on a day, not on the whole book.
gettext_compact = False

# Where readers can change the text of a session. Read the Docs provides repository and branch.
if os.environ.get("READTHEDOCS_VERSION_TYPE") == "branch":
    source = os.environ.get("READTHEDOCS_GIT_CLONE_URL", "").removesuffix(".git")
    branch = os.environ.get("READTHEDOCS_GIT_IDENTIFIER", "")
    if source.startswith("https://github.com/") and branch:
        source += f"/blob/{branch}"
        session_repository = source + "/{path}?plain=1#L{first}-L{last}"

html_theme = "session_theme"
html_title = project
html_short_title = "Vancouver 2015"
html_favicon = "_static/favicon.svg"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
# The preview of a pull request is not the published book: search engines should not find it.
html_context = {"noindex": os.environ.get("READTHEDOCS_VERSION_TYPE") == "external"}
ogp_site_url = html_baseurl
ogp_social_cards = {"enable": False}

session_exports = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]
if html_baseurl and not html_context["noindex"]:
    # Read the Docs builds these as well.
    host, _, edition = html_baseurl.strip("/").partition("//")[2].partition("/")
    offered = f"https://{host}/_/downloads/{edition}/"
    session_downloads = {"PDF": f"{offered}pdf/", "ePub": f"{offered}epub/"}
html_static_path = ["_static"]
html_css_files = ["sessions.css"]
html_js_files = [("language-switch.js", {"defer": "defer"})]
html_theme_options = {
    "article_header_end": ["language-switch.html", "article-header-buttons.html"],
    # Browsers have a key for full screen, and a phone has no room for another button.
    "use_fullscreen_button": False,
    # Without the author, who is named in the copyright line.
    "footer_content_items": ["copyright.html", "extra-footer.html"],
    "extra_footer": (
        'Text: <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>'
    ),
}

epub_basename = SLUG
epub_author = author
epub_publisher = author
epub_description = DESCRIPTION
# Sphinx writes epub_uid into the table of contents and epub_identifier into the package. The two
# must be equal, and epub_uid must also be an XML name.
epub_uid = epub_identifier = "uuid-24b31c4d-c28a-5be8-92d1-3d484ba85f7d"
# E-book readers can follow links; a footnote with each address would clutter the notes.
epub_show_urls = "no"
# After a change of configuration, Sphinx leaves .buildinfo.bak behind and then warns about it.
# What a build before left of the cover would be a second one.
epub_exclude_files = ["search.html", ".buildinfo.bak", "404.xhtml", "epub-cover.xhtml"]
epub_css_files = ["ebook.css"]
# The bars are the sessions of each day, as high as their notes are many.
epub_cover = ("_static/cover-en.png", "epub-cover.html")
# Days, sessions and talks; the tables of contents are hidden on the pages.
epub_tocscope = "includehidden"
epub_tocdepth = 3

# XeLaTeX with xeCJK can set both Japanese names in an English book and a Japanese edition.
# `make pdf` lists what it needs.
latex_engine = "xelatex"


def pdfs(notes: str, guide: str, author: str) -> list[tuple[str, str, str, str, str]]:
    """Return the notes, and as a document of its own the guide, which readers need not carry."""
    documents = [
        ("index", f"{SLUG}.tex", notes, author, "manual"),
        ("guide/index", "session-notes-guide.tex", guide, author, "manual"),
    ]
    # Read the Docs offers one PDF for each project.
    return documents[:1] if os.environ.get("READTHEDOCS") else documents


latex_documents = pdfs(project, "How to write session notes", author)
# The sections of the start page become the parts of the book, days and indexes its chapters.
latex_toplevel_sectioning = "part"
# Otherwise an index needs xindy, and language = "ja" needs the class jsbook.
latex_use_xindy = False
latex_docclass = {"manual": "report", "howto": "article"}
latex_additional_files = ["_paper/vancouver.sty"]
latex_elements = {
    "pointsize": "11pt",
    "classoptions": ",oneside,openany",
    "preamble": r"\usepackage{vancouver}",
    "tableofcontents": r"\sphinxtableofcontents\bookopening",
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
\setmonofont{lmmono10-regular}[
  Extension=.otf, Scale=0.9, ItalicFont=lmmono10-italic,
  BoldFont=lmmonolt10-bold, BoldItalicFont=lmmonolt10-boldoblique]
\setCJKmainfont{Noto Serif CJK JP}[ItalicFont=*, BoldItalicFont=* Bold]
\setCJKsansfont{Noto Sans CJK JP}[ItalicFont=*, BoldItalicFont=* Bold]
\setCJKmonofont{Noto Sans Mono CJK JP}[ItalicFont=*, BoldItalicFont=* Bold]
""",
}

man_pages = [("index", SLUG, project, [author], 7)]
texinfo_documents = [("index", SLUG, project, author, SLUG, DESCRIPTION, "Miscellaneous")]

# -- the Japanese edition, built with -D language=ja --------------------------------------------

editions = {"en": "English", "ja": "日本語"}
_TITLE = "OpenStack Summit Vancouver（2015年5月）"
_AUTHOR = "session-notes執筆者一同"
_DESCRIPTION = (
    "OpenStack SummitとLiberty Design Summit（2015年5月18〜22日、バンクーバー）のセッションの記録。"
)
editions_values = {
    "ja": {
        "project": _TITLE,
        "author": _AUTHOR,
        "copyright": f"2026, {_AUTHOR}",
        "html_title": _TITLE,
        "html_short_title": "バンクーバー2015",
        "html_theme_options": {
            "search_bar_text": "検索",
            "extra_footer": (
                '本文：<a href="https://creativecommons.org/licenses/by/4.0/deed.ja" rel="license">'
                "CC BY 4.0</a>"
            ),
        },
        "epub_author": _AUTHOR,
        "epub_cover": ("_static/cover-ja.png", "epub-cover.html"),
        "epub_publisher": _AUTHOR,
        "epub_description": _DESCRIPTION,
        "epub_uid": "uuid-fd7851f8-22d0-5700-8404-0b835797d97f",
        "epub_identifier": "uuid-fd7851f8-22d0-5700-8404-0b835797d97f",
        "latex_documents": pdfs(_TITLE, "セッションの記録の書き方", _AUTHOR),
        "man_pages": [("index", SLUG, _TITLE, [_AUTHOR], 7)],
        "texinfo_documents": [
            ("index", SLUG, _TITLE, _AUTHOR, SLUG, _DESCRIPTION, "Miscellaneous")
        ],
    }
}
