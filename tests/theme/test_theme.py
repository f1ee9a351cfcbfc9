"""The theme: light pages, with everything that sphinx-book-theme shows."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pydata_sphinx_theme  # type: ignore[import-untyped]
import pytest
import sphinx
import sphinx_book_theme  # type: ignore[import-untyped]
from conftest import CONF
from session_theme import JOINED

if TYPE_CHECKING:
    from conftest import Built, Project

FOLDERS = {
    "pydata-sphinx-theme": Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme",
    "sphinx-book-theme": Path(sphinx_book_theme.__file__).parent / "theme/sphinx_book_theme",
    "sphinx": Path(sphinx.__file__).parent / "themes/basic",
}
#: What our templates stand in for, or know by heart, and what to look for when it has changed.
KNOWN = [
    (
        *("pydata-sphinx-theme", "layout.html", "1f98508aa73a49d0"),
        "our layout.html replaces its blocks 'css' and 'extrahead', where it loads too much",
    ),
    (
        *("pydata-sphinx-theme", "static/webpack-macros.html", "ca92b021a603a336"),
        "JOINED has the style sheets and scripts that it loads, without FontAwesome and theme.css",
    ),
    (
        *("pydata-sphinx-theme", "static/styles/theme.css", "c5ad46e4d126fbdd"),
        "it only imports basic.css, which our pages load themselves",
    ),
    (
        *("sphinx-book-theme", "layout.html", "2cd2fbbe2caedf3a"),
        "our layout.html extends it, so no block of ours may replace one of its own",
    ),
    (
        *("sphinx-book-theme", "theme.conf", "3e279fb12301b773"),
        "its style sheet is in JOINED",
    ),
]
BOOK = {
    "conf.py": f'{CONF}extensions += ["session_theme"]\nhtml_theme = "session_theme"\n',
    "index.md": "# Book\n\n```{toctree}\none\n```\n",
    "one.md": "# One\n\n## Part\n\n:::{note}\nText\n:::\n\n```python\nx = 1\n```\n",
}


@pytest.mark.parametrize(("package", "name", "known", "look"), KNOWN)
def test_the_theme_is_the_one_whose_templates_were_replaced(
    package: str, name: str, known: str, look: str
) -> None:
    found = hashlib.sha256((FOLDERS[package] / name).read_bytes()).hexdigest()[:16]
    assert found == known, f"{name} of {package} {version(package)} is another one: {look}"


def scripts(built: Built, page: str) -> list[str]:
    """Return the scripts of a page by name; those that are deferred begin with a plus sign."""
    tags = re.findall(r"<script([^>]*)>", built.text(page))
    found = []
    for tag in tags:
        src = re.search(r'src="[./]*([^"?]+)', tag)
        name = src[1].removeprefix("_static/") if src else "inline"
        if "json" not in tag:
            found.append(f"{'+' if 'defer' in tag else ''}{name}")
    return found


@pytest.fixture
def light(project: Project) -> Project:
    return project.write(BOOK)


def test_a_page_loads_what_it_needs_and_once(light: Project) -> None:
    built = light.build()
    assert built.warnings == []
    page = built.text("one.html")
    # What other extensions ask for is deferred, too.
    names = [name for name in scripts(built, "one.html") if not name.startswith("+session_")]
    assert names == [
        "scripts/session-theme-first.js",
        "+scripts/session-theme.js",
    ]
    styles = re.findall(r'<link rel="stylesheet"[^>]*href="_static/([^"?]+)\?v=\w+"', page)
    assert styles[:3] == ["basic.css", "styles/session-theme.css", "pygments.css"]
    assert page.count('<link rel="stylesheet"') == len(styles)
    assert page.count('name="viewport"') == 1
    assert page.count('rel="icon"') == 1
    assert not re.search(r"fontawesome|searchtools|searchindex|language_data|preload", page)
    for name, parts in JOINED.items():
        text = built.text(f"_static/{name}")
        assert "sourceMappingURL" not in text
        # The themes' own files are there as well, in case somebody links to them.
        for part in parts:
            own = built.text(f"_static/{part}").rpartition("# sourceMappingURL")[0][:-2]
            assert len(own) > 1000
            assert own in text


def test_its_own_page_has_all_that_the_search_of_sphinx_needs(light: Project) -> None:
    # Without the extension that brings another one.
    extensions = ["myst_parser", "session_notes", "session_theme"]
    built = light.build(extensions=extensions, language="ja", suppress_warnings=["i18n"])
    names = [name.lstrip("+") for name in scripts(built, "search.html")]
    for name in ("doctools.js", "sphinx_highlight.js", "searchtools.js", "language_data.js"):
        assert names.count(name) == 1
    assert "searchindex.js" in names
    options = built.text("_static/scripts/session-theme-first.js")
    assert options.count("const DOCUMENTATION_OPTIONS = {") == 1
    assert "LANGUAGE: 'ja'" in options
    assert "documentation_options.js" not in names


def test_what_a_book_asks_of_the_theme_is_kept(light: Project) -> None:
    (light.srcdir / "_static").mkdir()
    light.write({"_static/own.js": "x", "_static/icon.svg": "<svg/>", "versions.json": "[]"})
    options = {
        "navigation_with_keys": True,
        "check_switcher": False,
        "switcher": {"json_url": "https://notes.example/v.json", "version_match": "1"},
        "icon_links": [{"name": "Chat", "url": "https://x.example", "icon": "fa-solid fa-comment"}],
    }
    built = light.build(
        html_theme_options=options,
        html_static_path=["_static"],
        html_js_files=["own.js"],
        html_favicon="_static/icon.svg",
    )
    page = built.text("one.html")
    assert {"own.js", "doctools.js", "inline"} <= {*scripts(built, "one.html")}
    assert "theme_switcher_json_url = 'https://notes.example/v.json'" in page
    assert "fa-solid fa-comment" in page
    assert page.count('rel="icon"') == 1
    assert "data:image" not in page.partition("</head>")[0]


def test_a_theme_that_lacks_a_file_is_reported(
    light: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(JOINED, "scripts/session-theme.js", ("scripts/gone.js",))
    built = light.build()
    assert len(built.warnings) == 1
    assert "'scripts/gone.js'" in built.warnings[0]
    assert built.warnings[0].endswith("[session_theme]")


@pytest.mark.parametrize("theme", ["basic", "sphinx_book_theme"])
def test_another_theme_has_nothing_of_it(light: Project, theme: str) -> None:
    built = light.build(html_theme=theme)
    assert "session-theme" not in built.text("one.html")
    assert not (built.outdir / "_static/styles/session-theme.css").exists()


def test_a_theme_that_inherits_from_it_is_as_light(light: Project) -> None:
    light.write({"themes/mine/theme.toml": '[theme]\ninherit = "session_theme"\n'})
    built = light.build(html_theme="mine", html_theme_path=["themes"])
    assert "+scripts/session-theme.js" in scripts(built, "one.html")
    assert (built.outdir / "_static/styles/session-theme.css").exists()
