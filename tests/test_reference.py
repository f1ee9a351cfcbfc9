"""The guide's reference has all that the extension knows, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest.mock import create_autospec

import pytest
import session_books
import session_exports
import session_notes
import session_search
from session_exports import site
from session_notes.catalog.views import check_option
from session_notes.cli.main import main
from session_notes.locale import labels
from session_notes.model.parsing import parse_session
from session_notes.model.problems import ADVICE, Code, Where
from session_notes.model.schema import KINDS
from session_notes.model.vocabulary import KEYS, load
from session_notes.sphinxext.directives.session import DIRECTIVES
from session_notes.sphinxext.domain import NotesDomain
from sphinx.application import Sphinx

from guide import GUIDE, spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = Where("page.md", 1)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_ITEM = re.compile(r"^(\S.*)\n: (.*(?:\n(?:  .*)?)*)", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+) ?(.+?) ?\1(?!`)")


def codes(text: str) -> list[str]:
    return [match[2] for match in _CODE.finditer(text)]


def page(name: str) -> str:
    return spelled_out((GUIDE / f"{name}.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def chapters() -> dict[str, str]:
    """Return the texts of the page with its lists, by their headings."""
    _, *parts = _HEADING.split(page("reference"))
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    assert len(found) == len(parts) // 2
    return found


@pytest.fixture(scope="module")
def app() -> Sphinx:
    """Return an application that notes down what the extension registers."""
    noted: Sphinx = create_autospec(Sphinx, instance=True)
    for extension in (session_notes, session_exports, session_search, session_books):
        extension.setup(noted)
    return noted


def registered(app: Sphinx, method: str) -> list[tuple[str, object]]:
    """Return the name of each thing that was registered, and what comes behind it."""
    return [(call.args[0], call.args[1]) for call in getattr(app, method).call_args_list]


def terms(chapter: str) -> list[str]:
    """Return the code in the terms of a chapter's lists of definitions."""
    return [name for match in _ITEM.finditer(chapter) for name in codes(match[1])]


def below(chapter: str) -> dict[str, list[str]]:
    """Return of each term what the list below its sentence has."""
    items = _ITEM.finditer(chapter)
    return {
        codes(match[1])[0]: re.findall(r"^  - `([^`]+)`:? ", match[2], re.MULTILINE)
        for match in items
    }


def test_it_has_every_directive_with_what_it_takes(chapters: dict[str, str], app: Sphinx) -> None:
    sessions, parts, lists, examples = (
        terms(chapters[name]) for name in ("Sessions", "Parts of a session", "Lists", "Examples")
    )
    assert [*sessions, *parts, *lists, *examples] == [
        name for name, _ in registered(app, "add_directive")
    ]
    takes = {
        name: (directive.optional_arguments, directive.has_content)
        for name, directive in DIRECTIVES.items()
    }
    assert takes == {
        **dict.fromkeys(sessions, (1, True)),
        **dict.fromkeys(parts, (0, True)),
        # So that text is not lost, but reported.
        **dict.fromkeys(lists, (1, True)),
        **dict.fromkeys(examples, (0, True)),
    }


def test_it_has_every_option_of_a_session(chapters: dict[str, str]) -> None:
    listed = [name.strip(":") for name in terms(chapters["Options of a session"])]
    problems = parse_session("A", {"none": "1"}, {}, WHERE)[1]
    assert [one.suggestion for one in problems] == [f"the options are {', '.join(listed)}"]


def test_it_has_every_option_of_a_list(chapters: dict[str, str]) -> None:
    listed = {
        name: [option.strip(":") for option in options]
        for name, options in below(chapters["Lists"]).items()
    }
    known = {option for options in listed.values() for option in options}
    assert known
    for name, options in listed.items():
        for option in known:
            problem = check_option(name, option, "", WHERE)
            refused = problem is not None and problem.message.startswith("unknown option")
            assert refused == (option not in options)
        problem = check_option(name, "none", "1", WHERE)
        told = f"the options are {', '.join(options)}" if options else "it takes none"
        assert problem is not None
        assert problem.suggestion == told


def test_it_has_every_role_and_every_kind_of_object(chapters: dict[str, str], app: Sphinx) -> None:
    roles = [name for name, _ in registered(app, "add_role")]
    assert terms(chapters["Roles"]) == [f"{{{name}}}`…`" for name in roles]
    named = {name for name in codes(chapters["Roles"]) if name.startswith("notes:")}
    assert named == {f"notes:{kind}" for kind in NotesDomain.object_types}


def test_it_has_every_configuration_value_with_its_default(
    chapters: dict[str, str], app: Sphinx
) -> None:
    values = registered(app, "add_config_value")
    listed = below(chapters["Configuration"])
    assert [*listed] == [f"{name} = {default!r}" for name, default in values]
    assert {name.partition(" ")[0]: words for name, words in listed.items() if words} == {
        "session_exports": [*site.EXPORTS],
    }


def test_it_has_every_key_of_a_vocabulary(chapters: dict[str, str]) -> None:
    files = {
        codes(match[1])[0]: codes(match[2]) for match in _ITEM.finditer(chapters["Vocabularies"])
    }
    assert [*files] == [f"{name}.yml" for name in KEYS]
    for name in KEYS:
        (problem,) = load(name, f"{name}.yml", f"a: {{{KEYS[name][0]}: A, none: 1}}")[1]
        assert problem.suggestion == f"the keys are {', '.join(files[f'{name}.yml'])}"
    told = terms(chapters["What an entry tells"])
    assert sorted(told) == sorted({key for keys in files.values() for key in keys})


def test_it_has_every_kind(chapters: dict[str, str]) -> None:
    lists = [codes(match[2]) for match in _ITEM.finditer(chapters["Kinds"])]
    kinds = [kind.replace("-", " ") for kind in KINDS]
    assert lists == [[*kinds, "session_kinds"], [*labels.REFERENCE_KINDS], [*labels.ROLES]]


def told(chapters: dict[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Yield every code, its link, and whether it is said to be advice."""
    for chapter in chapters.values():
        for term, text in _ITEM.findall(chapter):
            link = re.fullmatch(r"\[`(\w+)`\]\(#(.*)\)", term)
            if link:
                yield link[1], link[2], text.startswith("*Advice.* ")


def test_it_has_every_code_with_a_link_to_its_example(chapters: dict[str, str]) -> None:
    listed = list(told(chapters))
    assert sorted(code for code, *_ in listed) == sorted(subtype.value for subtype in Code)
    targets = re.findall(r"^\((.*)\)=\n### `(\w+)`$", page("mistakes"), re.MULTILINE)
    assert {(link, code) for code, link, _ in listed} == set(targets)
    assert {Code(code) for code, _, advice in listed if advice} == ADVICE


def test_it_has_every_command_with_its_arguments(
    chapters: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def helped(*command: str) -> str:
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        return capsys.readouterr().out

    def commands(text: str) -> list[str]:
        return re.findall(r"^    ([a-z]+)\b", text, re.MULTILINE)

    known: list[tuple[str, ...]] = [(name,) for name in commands(helped()) if name != "new"]
    known += [("new", name) for name in commands(helped("new"))]
    listed = {name.strip("`") for name in chapters if name.startswith("`")}
    assert listed == {" ".join(command) for command in known}
    for command in known:
        text = helped(*command)
        flags = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", text, re.MULTILINE)) - {"--help"}
        names = terms(chapters[f"`{' '.join(command)}`"])
        assert {name.split()[0] for name in names if name.startswith("-")} == flags
        (places,) = re.findall(r"^positional arguments:\n((?:  .*\n)+)", text, re.MULTILINE)
        places = re.findall(r"^  (\S+)", places, re.MULTILINE)
        assert [name.strip("[] …") for name in names if not name.startswith("-")] == places
