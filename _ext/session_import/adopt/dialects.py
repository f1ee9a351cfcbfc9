"""What other programs write instead of Markdown, as MyST writes it; line by line.

Only whole lines, and what stands for an image, are changed. What only the other program
understands is kept as text, and told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.markdown import block_tokens
from session_notes.lint.source import indent_of

from session_import.adopt.people import people_in
from session_import.adopt.phrases import bare_facts, facts_in, part_begun
from session_import.adopt.posts import MARKDOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it.token import Token
    from session_notes.lint.source import Line

    from session_import.adopt.posts import Post, Told

#: The containers of Zenn, HedgeDoc and Qiita, and what MyST calls them.
_CONTAINERS = {
    "message": "{note}",
    "info": "{note}",
    "note": "{note}",
    "success": "{tip}",
    "tip": "{tip}",
    "warning": "{warning}",
    "danger": "{danger}",
    "details": "{admonition}",
    "spoiler": "{admonition}",
}
_CONTAINER = re.compile(r"(\s*:{3,}) ?(\w+)(?: +(\S.*))?")
_OPENS = re.compile(
    r"\s*\{(?:%-?|\{[<%]) ?(?:highlight|codeblock|code) ?(?:lang:)?([\w+#-]*+)[^%>]*"
    r"(?:-?%|[>%]\})\}\s*"
)
_CLOSES = re.compile(
    r"\s*\{(?:%-? ?end|\{[<%] ?/ ?)(?:highlight|codeblock|code) ?(?:-?%|[>%]\})\}\s*"
)
#: The beginning of code with the name of a file.
_NAMED = re.compile(r"(\s*(?:`{3,}|~{3,}) ?[\w+#-]+)(:[^\s`]+)\s*")
_CODE = re.compile(r"(?<!`)(`++)[^`]++\1(?!`)")
_CONTENTS = re.compile(
    r"\s*(?:\[\[?_?toc_?\]\]?|\$\{toc\}|\{\{[<%] ?(?:toc|table_of_contents) ?[>%]\}\}"
    r"|\{% ?toc ?%\}|@\[toc\](?:\(.*\))?|(?:[*-]|1\.) toc|\{: ?toc\})\s*",
    re.IGNORECASE,
)
_TAGS = re.compile(r"#{1,6} tags: *(\S.*)", re.IGNORECASE)
_NO_SPACE = re.compile(r"(#{2,6})(?=[^#\s])")
_FIGURE = re.compile(r"\{\{[<%] ?(?:figure|img) ([^{}]*?)/? ?[>%]\}\}")
_ATTRIBUTE = re.compile(r'(?<!\w)(\w+)="([^"]*)"')
_ASSET = re.compile(r"\{% ?asset_img (?:[\w-]+ )?([^\s%{}]++)([^%{}]*)%\}")
#: An image whose address has spaces, or whose size is behind it.
_LOOSE = re.compile(
    r"!\[([^\[\]]*)\]\(([^()<>\"\n]+?)( =\d*%?x?\d*%?)?( \"[^\"\n]*\")?\)(\{:?[^{}\n]*\})?"
)
_EMBED = re.compile(r"!\[\[([^\[\]|\n]+\.\w+)(?:\|([^\[\]|\n]*))?\]\]")
_SITE = re.compile(
    r"\{\{ ?site\.(?:base)?url ?\}\}|\{\{ ?[\"'](?P<path>[^\"'{}]*)[\"'] ?\|[^{}]*\}\}"
)
#: A line that is an image in HTML, its address, and its text.
_IMG = re.compile(r"\s*<img\b([^<>]*)>\s*", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*(?:[\"']([^\"'<>]+)|([^\"'<>\s]+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*[\"']([^\"'<>\[\]]*)", re.IGNORECASE)
#: What shows a page or a video, with its address or its id.
_SHOWS = re.compile(
    r"(?:@\[(\w+)\]\(|\{%-? ?(\w+) |\{\{[<%] ?(\w+) )\"?([^\s\"(){}<>%]+)\"?"
    r"(?:\)| ?-?%\}| ?[%>]\}\})"
)
_ADDRESSES = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
#: What stays as text.
_SHORTCODE = re.compile(
    r"\{%[^%{}]*%\}|\{\{[<%][^{}]*\}\}|@\[\w+\]\([^()]*\)|\{:[^{}]*\}|!\[\[[^\[\]]*\]\]"
    r"|\[/?(?:caption|gallery|embed|audio|video)(?: [^\[\]]*)?\]|%%[^%\n]+%%"
    r"|==[^=\s](?:[^=\n]*[^=\s])?==|\[(?:name|color|time)=[^\[\]]*\]|(?<= )\^[\w-]+\Z"
)
#: A line in bold, and who speaks behind it.
_BOLD = re.compile(r"(?:\*\*([^*\n]+)\*\*|__([^_\n]+)__)((?: ?[-–—(（,|/].{0,80}| by .{0,80})?)")
#: A bullet that Markdown does not know.
_DOT = re.compile(r"(\s*)[•・‣◦]\s*(?=\S)")
#: What MDX loads.
_LOADED = re.compile(r"(?:import|export) .*")
_CALLOUT = re.compile(r"\s*(?:>\s*)+\[!\w+\]")

_BULLET = re.compile(r"\s*(?:([*+-]|\d{1,3}[.)])\s+|[•・‣◦]\s*)(\S.*)")
_WIKI = re.compile(r"(={2,5})([^=].*?)\1\s*")
_UNDER = re.compile(r"\s*(?:=+|-{3,})\s*")
#: A heading of a pad is no longer.
_LONGEST = 80


class Body(NamedTuple):
    """The lines of a post in Markdown, the tokens in it, and which lines are code or HTML."""

    lines: list[Line]
    tokens: list[Token]
    code: frozenset[int]
    #: The tags that a pad has in its text.
    tags: Sequence[str] = ()
    #: The lines that define what links and footnotes refer to, by ``[name]`` and ``[^name]``.
    defined: Mapping[str, list[Line]] = {}
    #: The headings that were rows of tables, and the lines at which these ended.
    rows: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()


def parsed(
    lines: list[Line], extensions: frozenset[str], env: dict[str, object] | None = None
) -> Body:
    """Return *lines* in Markdown as a book with *extensions* of MyST reads them."""
    text = "".join(f"{line.text}\n" for line in lines)
    tokens = block_tokens(text, extensions, {} if env is None else env, with_inline=False)
    found = (one.map for one in tokens if one.map and _is_code(one))
    return Body(lines, tokens, frozenset(at for first, end in found for at in range(first, end)))


def read_body(post: Post, extensions: frozenset[str], told: Told) -> Body:
    """Return the lines of a *post* in Markdown, as a book with *extensions* of MyST reads it."""
    lines = _unpadded(post.lines) if is_pad(post) else post.lines
    env: dict[str, object] = {}
    body = parsed(_fenced(lines, told), extensions, env)
    lines, code = body.lines, body.code
    before = [line.text for line in lines]
    top = next((at for at, text in enumerate(before) if text.strip()), 0)
    if not any(one.type == "heading_open" and one.map and one.map[0] > top for one in body.tokens):
        lines = _headed(body, told)
    made: list[Line] = []
    tags: list[str] = []
    for at, line in enumerate(lines):
        text = line.text if at in code else _translated(line, told)
        found = _TAGS.fullmatch(text.rstrip())
        if found and at not in code:
            tags += (one.strip(" `") for one in re_split(found[1]))
            text = ""
        made.append(line._replace(text=text))
    # Parsing a long post takes most of the time.
    if [line.text for line in made] != before:
        env = {}
        body = parsed(made, extensions, env)
    defined, gone = _definitions(body, env)
    kept = [line for at, line in enumerate(made) if at not in gone]
    if not any(line.text.strip() for line in kept):
        kept, defined = made, {}
    if len(kept) < len(made):
        body = parsed(kept, extensions)
    return body._replace(tags=tags, defined=defined)


def _headed(body: Body, told: Told) -> list[Line]:
    """Return the lines with headings for those in bold, of a text that has no headings."""
    lines = body.lines
    made = list(lines)
    found: list[tuple[int, str]] = []
    for one in body.tokens:
        if one.type == "paragraph_open" and one.map and not one.level:
            at, end = one.map
            text = lines[at].text.strip()
            below = lines[end - 1].text
            is_alone = end - at == 1 or (end - at == 2 and (people_in(below) or bare_facts(below)))
            bold = _BOLD.fullmatch(text) if is_alone else None
            if bold and not facts_in(text) and not part_begun(text)[0]:
                found.append((at, f"## {bold[1] or bold[2]}{bold[3]}"))
    for at, text in found if len(found) > 1 else ():
        made[at] = lines[at]._replace(text=text)
        told.add(lines[at].where, "this bold line is read as a heading")
    return made


def re_split(text: str) -> list[str]:
    """Return the tags in *text*, which commas or the marks of code separate."""
    return [one for one in text.replace("`", ",").split(",") if one.strip()]


def _is_code(token: Token) -> bool:
    """Say whether a block is code, or HTML that is more than images."""
    if token.type == "html_block":
        return not all(image_in(line) or not line.strip() for line in token.content.split("\n"))
    return token.type in ("fence", "code_block")


def _definitions(body: Body, env: dict[str, object]) -> tuple[dict[str, list[Line]], set[int]]:
    """Return what may be used in a session other than the one below which it is, and its places."""
    defined: dict[str, list[Line]] = {}
    gone: set[int] = set()
    notes = [
        (f"^{token.meta['label']}", token.map)
        for token in body.tokens
        if token.type == "footnote_reference_open" and token.map and not token.level
    ]
    links = env.get("references")
    if isinstance(links, dict):
        notes += ((name, found["map"]) for name, found in links.items())
    begins = {first for _, (first, _) in notes}
    for name, (first, last) in notes:
        end = next((at for at in range(first + 1, last) if at in begins), last)
        # A definition inside of a list or a quotation stays there.
        if body.lines[first].text.lstrip()[:1] == "[":
            defined.setdefault(name.casefold(), body.lines[first:end])
            gone.update(range(first, end))
    return defined, gone


def image_in(html: str) -> tuple[str, str] | None:
    """Return the address and the text of the image that a line of HTML is; None if it is none."""
    image = _IMG.fullmatch(html)
    source = _SOURCE.search(image[1]) if image else None
    alt = _ALT.search(image[1]) if image else None
    return (source[1] or source[2], alt[1] if alt else "") if source else None


def _translated(line: Line, told: Told) -> str:
    """Return the text of a *line* that is no code, as MyST writes it."""
    text = line.text
    container = _CONTAINER.fullmatch(text.rstrip())
    if container and container[2].lower() in _CONTAINERS:
        name = _CONTAINERS[container[2].lower()]
        title = container[3] or ""
        if title == "alert":
            name, title = "{warning}", ""
        if title and name != "{admonition}":
            name = "{admonition}"
        return (
            f"{container[1]}{name} {title or container[2]}"
            if name == "{admonition}"
            else container[1] + name
        )
    if _CONTENTS.fullmatch(text):
        told.add(line.where, f"'{text.strip()}' is left out: the book has its own contents")
        return ""
    if _NO_SPACE.match(text):
        text = _NO_SPACE.sub(r"\1 ", text, count=1)
        told.add(line.where, "read as a heading, although no space follows its '#'")
    if line.where.source.endswith(".mdx") and _LOADED.fullmatch(text):
        told.add(line.where, f"'{text}' is left out: it loads a part of a program")
        return ""
    dot = _DOT.match(text)
    text = f"{dot[1]}- {text[dot.end() :]}" if dot else text
    text = outside_code(text, lambda piece: _inline(piece, line, told))
    if _CALLOUT.match(text):
        told.add(line.where, "a callout is kept as a quotation; ':::{note}' makes it a box")
    return text


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a line with what *change* makes of it, except for code in backticks."""
    made, at = "", 0
    for span in _CODE.finditer(text):
        made += change(text[at : span.start()]) + span[0]
        at = span.end()
    return made + change(text[at:])


def _inline(text: str, line: Line, told: Told) -> str:
    """Return the *text* of a piece of a line as MyST writes it."""
    text = _SITE.sub(lambda found: found["path"] or "", text)
    text = _FIGURE.sub(_figure, text)
    text = _LOOSE.sub(lambda found: _tightened(found, line, told), text)
    text = _ASSET.sub(lambda found: f"![{found[2].strip()}](<{found[1]}>)", text)
    text = _SHOWS.sub(_address, _EMBED.sub(_embedded, text))
    for shortcode in _SHORTCODE.findall(text):
        told.add(
            line.where,
            f"'{shortcode}' is kept as text, because only another program understands it",
        )
        text = text.replace(shortcode, f"`{shortcode}`") if shortcode[0] == "@" else text
    return text


def _embedded(found: re.Match[str]) -> str:
    """Return an image of Obsidian, with the words behind it that are no size."""
    words = (found[2] or "").strip()
    return f"![{'' if words.replace('x', '').isdecimal() else words}](<{found[1].strip()}>)"


def _tightened(found: re.Match[str], line: Line, told: Told) -> str:
    """Return an image as Markdown has it, without the size and other marks behind it."""
    words, address, size, title, marks = found.groups("")
    if size or marks:
        told.add(line.where, f"'{(size or marks).strip()}' of an image is left out")
    address = address.strip()
    return f"![{words}]({f'<{address}>' if ' ' in address else address}{title})"


def _address(found: re.Match[str]) -> str:
    """Return the address of what is shown, if that is known."""
    name, value = found[1] or found[2] or found[3], found[4]
    known = _ADDRESSES.get(name.lower(), "")
    return f"<{value}>" if value.startswith("http") else f"<{known}{value}>" if known else found[0]


def _figure(found: re.Match[str]) -> str:
    given = dict(_ATTRIBUTE.findall(found[1]))
    caption = given.get("alt") or given.get("caption") or given.get("title") or ""
    return f"![{caption}](<{given['src']}>)" if given.get("src") else found[0]


def _fenced(lines: Sequence[Line], told: Told) -> list[Line]:
    """Return *lines* with fences around code, instead of the tags of Jekyll, Hexo and Hugo."""
    made = list(lines)
    begin = -1
    for at, line in enumerate(lines):
        named = _NAMED.fullmatch(line.text)
        if named:
            made[at] = line._replace(text=named[1])
            told.add(line.where, f"'{named[2]}' behind the language of code is left out")
        opens = _OPENS.fullmatch(line.text)
        if opens and begin < 0:
            begin = at
        elif begin >= 0 and _CLOSES.fullmatch(line.text):
            language = _OPENS.fullmatch(lines[begin].text)
            made[begin] = lines[begin]._replace(text=f"````{language[1] if language else ''}")
            made[at] = line._replace(text="````")
            begin = -1
    if begin >= 0:
        told.add(lines[begin].where, "this code has no end, so it is kept as text")
    return made


# -- pads -----------------------------------------------------------------------------------


def is_pad(post: Post) -> bool:
    """Say whether a *post* is plain text, as Etherpad exports it, and no Markdown."""
    texts = [line.text for line in post.lines]
    if any(text.startswith(("# ", "## ", "### ", "```")) for text in texts):
        return False
    bullets = [text for text in texts if _BULLET.match(text)]
    indented = bool(bullets) and all(indent_of(text) >= 4 for text in bullets)
    return indented or post.path.suffix.lower() not in MARKDOWN


def _unpadded(lines: Sequence[Line]) -> list[Line]:
    """Return the *lines* of a pad as Markdown: each is a heading, a bullet or a paragraph."""
    bullets = [line.text for line in lines if _BULLET.match(line.text)]
    step = 3 if any(text.lstrip()[:1].isdigit() for text in bullets) else 2
    made: list[Line] = []
    was_text, is_first = False, True
    #: The indents of the bullets that are open.
    indents: list[int] = []
    for at, line in enumerate(lines):
        bullet = _BULLET.match(line.text)
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if bullet:
            indent = indent_of(line.text)
            indents = [*(one for one in indents if one < indent), indent]
            text = f"{' ' * step * (len(indents) - 1)}{bullet[1] or '-'} {bullet[2]}"
        else:
            text = line.text.strip()
            is_below = was_text and not indents
            indents = [] if text else indents
            heading = _pad_heading(text, is_first=is_first, before=is_below, below=below)
            is_apart = was_text and text and text[0] != "|" and not _UNDER.fullmatch(text)
            if heading or is_apart:
                made.append(line._replace(text=""))
            text = heading or text
        was_text = bool(text)
        is_first = is_first and not line.text.strip()
        made.append(line._replace(text=text))
    return made


def _pad_heading(text: str, *, is_first: bool, before: bool, below: str) -> str:
    """Return the heading that the line *text* of a pad is, in Markdown; empty if it is none."""
    wiki = _WIKI.fullmatch(text)
    if wiki:
        return f"{'#' * len(wiki[1])} {wiki[2].strip()}"
    if text[:1] in ("", "|") or len(text) > _LONGEST or _UNDER.fullmatch(below) or facts_in(text):
        return ""
    if is_first:
        return f"# {text}"
    capitals = text.isupper() and sum(map(str.isalpha, text)) > 2
    return f"## {text}" if capitals and not before else ""
