"""Nothing on a page makes a build read files through TeX, or run what is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from session_notes.lint.front_matter import judge
from session_notes.lint.project import check_project
from session_notes.model.tex import tex_flaw

if TYPE_CHECKING:
    from conftest import Built, Project

REFUSED = [
    r"\input{x}",
    r"\begin{input}{x}",
    r"\begin {align}",
    r"\let\b=\begin\b{input}",
    r"\end{document}",
    r"\openin0=x",
    r"\read0 to\x",
    r"\immediate\write18{ls}",
    r"\csname input\endcsname{x}",
    r"\csuse{input}{x}",
    r"\UseName{input}{x}",
    r"\makeatletter",
    r"\@input{x}",
    r"\catcode`\!=0 !input{x}",
    "^^5cinput{x}",
    "\\in^^70ut{x}",
    r"\scantokens{x}",
    r"\special{x}",
    r"\directlua{x}",
    r"\includegraphics{x}",
    r"\lstinputlisting{x}",
    r"\VerbatimInput{x}",
    r"\usepackage{x}",
    r"\ExplSyntaxOn",
    r"\XeTeXpicfile x",
    r"\pdfximage{x}",
    r"\font\x=x",
    r"\InputIfFileExists{x}",
    r"a \\\input{x}",
    r"\href{javascript:a}{x}",
    r"\nolinkurl{x}",
    r"\hyperref[x]{y}",
    r"\Acrobatmenu{Print}{x}",
    r"\require{html}",
    r"\mmlToken{mi}[href=x]{x}",
    r"\style{color:red}{x}",
]
ALLOWED = [
    r"a\\input",
    r"\begin{pmatrix}a&b\\file&c\end{pmatrix}",
    r"\begin{align*}x^{^2}\end{align*}",
    r"\csc\lambda\operatorname{read}\mathfrak{g}\text{load the file}",
    r"\newcommand{\R}{\mathbb{R}}\R",
    r"\translate\thread\profile\valuation\bigl\{",
    r"|l|>{\raggedright\arraybackslash}p{0.5\linewidth}|\X{1}{2}|",
    r"\displaystyle\textstyle\scriptstyle\curl\hbar",
    r"\newpage\clearpage\vspace{1cm}",
    "",
]


@pytest.mark.parametrize("tex", REFUSED)
def test_tex_that_could_read_files_or_make_links_is_refused(tex: str) -> None:
    assert tex_flaw(tex)


@pytest.mark.parametrize("tex", ALLOWED)
def test_other_tex_is_allowed(tex: str) -> None:
    assert tex_flaw(tex) == ""


#: Each way to LaTeX, as a block of a page.
MARKDOWN = {
    "dollars": "Words\nand ${0}$",
    "role": "Words\nand {{math}}`{0}`",
    "block": "$$\na\n{0}\n$$",
    "label": "$$\na\n$$ (x{0})",
    "environment": "\\begin{{align}}\na\n{0}\n\\end{{align}}",
    "directive": "```{{math}}\na\n\n{0}\n```",
    "argument": "```{{math}} {0}\n```",
    "option": "```{{math}}\n:label: x{0}\na\n```",
    "raw": "```{{raw}} latex\n\\newpage\n{0}\n```",
    "columns": "```{{tabularcolumns}} |l|>{{{0}}}r|\n```\n\n| a | b |\n|---|---|\n| c | d |",
}
RST = {
    "rst-role": "Words :math:`{0}`",
    "rst-directive": ".. math::\n   :label: x{0}\n\n   a",
    "rst-raw": ".. raw:: latex\n\n   {0}",
    "rst-raw-role": ".. role:: tex(raw)\n   :format: latex\n\nWords :tex:`{0}`",
    "rst-columns": ".. tabularcolumns:: |l|>{{{0}}}r|\n\n=== ===\na   b\n=== ===\n",
}
TEX = r"\input{/etc/passwd}"
CONF = """\
extensions = ["myst_parser", "session_notes"]
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_inline"]
"""


def places(built: Built) -> set[str]:
    return {place for place, code, _ in built.reported if code == "code"}


def test_no_way_leads_tex_to_a_file(project: Project) -> None:
    files, expected = {"conf.py": CONF}, set()
    for way, block in (MARKDOWN | RST).items():
        name = f"{way}.rst" if way in RST else f"{way}.md"
        heading = f"{way}\n{'=' * len(way)}\n\n" if way in RST else f"# {way}\n\n"
        files[name] = heading + block.format(TEX) + "\n"
        line = 1 + files[name][: files[name].index(TEX)].count("\n")
        expected.add(f"{name}:{line}")
    files["classes.md"] = "# Classes\n\n[words]{.a\\input}\n"
    names = "\n".join(name.rpartition(".")[0] for name in files if name != "conf.py")
    files["index.md"] = f"# Book\n\n```{{toctree}}\n{names}\n```\n"
    built = project.write(files).build("latex")
    [path] = built.outdir.glob("*.tex")
    tex = path.read_text("utf-8")
    assert TEX not in tex
    assert r"\DUrole{a-input}{words}" in tex
    # What is refused is shown as it is written, but for labels and columns.
    assert tex.count("\\textbackslash{}input") == len(MARKDOWN | RST) - 5
    # docutils does not know in which line of a directive what is.
    found = {place for place in places(built) if not place.startswith("rst")}
    assert found == {place for place in expected if not place.startswith("rst")}
    assert {place.partition(":")[0] for place in places(built)} == {
        place.partition(":")[0] for place in expected
    }
    checked = {str(one.where) for one in check_project(project.srcdir).problems}
    # Two have the label of another, which the build tells, too.
    assert checked == found | {"option.md:3", "rst-directive.rst:4"}


def test_a_formula_needs_no_backslash_to_hold_a_command(project: Project) -> None:
    project.write({"conf.py": CONF, "index.md": "# Book\n\nWords\nand $^^5cinput{x}$\n"})
    assert places(project.build("dummy")) == {"index.md:4"}
    assert [str(one.where) for one in check_project(project.srcdir).problems] == ["index.md:4"]


FRONT = "---\nmyst:\n  enable_extensions: [substitution, deflist]\n---\n"
OTHERS = {
    "in one line": '---\n{"\\x6dyst": {enable_extensions: {substitution: 1}}}\n---\n',
    "by an anchor": "---\na: &a [substitution]\nmyst: {enable_extensions: *a}\n...\n",
    "to the end": "---\nmyst: {enable_extensions: [substitution]}\n",
    "separated": "---\u2028myst: {enable_extensions: [substitution]}\u2028---\n",
}


@pytest.mark.parametrize("front", [FRONT, *OTHERS.values()], ids=["plain", *OTHERS])
def test_no_front_matter_enables_substitutions(front: str) -> None:
    text = f"{front}# Day\n"
    made, _ = judge("index.md", text)
    assert made.count("\n") == text.count("\n")
    assert "substitution" not in made or not made.startswith("---")
    assert judge("index.md", made) == (made, [])


def test_the_rest_of_front_matter_stays() -> None:
    made, _ = judge("index.md", f"---\ndate: 2015-05-19\n{FRONT[4:]}")
    values = yaml.safe_load(made.split("---\n")[1])
    assert str(values["date"]) == "2015-05-19"
    assert values["myst"] == {"enable_extensions": ["deflist"]}


RUN = "{{ cycler.__init__.__globals__.os.sep * 40 }}"


def test_nothing_between_braces_is_run(project: Project) -> None:
    text = f"{FRONT}# Day\n\nWords\n: {RUN}\n"
    msgid, msgstr = "Translated", f"{FRONT}{RUN}".replace("\n", "\\n").replace('"', '\\"')
    project.write(
        {
            "index.md": text + "\nTranslated\n\n```{toctree}\nother\n```\n",
            "other.rst": "Other\n=====\n\n.. include:: x.txt\n   :parser: myst_parser.sphinx_\n",
            "x.txt": text,
            "locales/ja/LC_MESSAGES/index.po": 'msgid ""\nmsgstr "Content-Type: text/plain; '
            f'charset=UTF-8\\n"\n\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n',
        }
    )
    built = project.build("text", language="ja", locale_dirs=["locales"])
    assert "/" * 40 not in built.text("index.txt") + built.text("other.txt")
    assert places(built) == {"index.md:3", "x.txt:3", "index.md:10"}
    # What else the front matter enables stays enabled.
    assert "Words\n   " in built.text("index.txt")
    assert [str(one.where) for one in check_project(project.srcdir).problems] == ["index.md:3"]


def test_an_owner_can_enable_substitutions(project: Project) -> None:
    conf = CONF.replace("amsmath", "substitution")
    built = project.write({"conf.py": conf, "index.md": f"{FRONT}# Day\n\n{RUN}\n"}).build("text")
    assert "/" * 40 in built.text("index.txt")
    assert built.warnings == []
    assert check_project(project.srcdir).problems == []


def test_no_name_of_an_image_reaches_tex(project: Project) -> None:
    name = r"\input{secret}"
    page = f"# Book\n\n![a]({name}.png)\n\n![b](<{name}b.*>)\n\n"
    page += f"```{{image}} {name}.jpg\n```\n\n```{{toctree}}\nother\n```\n"
    other = f"Other\n=====\n\n.. image:: {name}.png\n\n.. figure:: \\{name}.png\n"
    files = {"conf.py": CONF, "index.md": page, "other.rst": other, f"{name}.png": ""}
    built = project.write(files).build("latex")
    [path] = built.outdir.glob("*.tex")
    assert name not in path.read_text("utf-8")
    found = {place for place, code, _ in built.reported if code == "character"}
    assert found == {"index.md:3", "index.md:5", "index.md:7", "other.rst:6"}
    checked = check_project(project.srcdir).problems
    told = {str(one.where) for one in checked if one.code.value == "character"}
    assert told == found
