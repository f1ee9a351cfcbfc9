"""``adopt``: notes that exist become pages; nothing that exists is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError, takes_files
from session_notes.cli.progress import followed
from session_notes.model.problems import Where

from session_import.adopt.adoption import Adoption
from session_import.adopt.images import Images
from session_import.adopt.pages import Pages
from session_import.adopt.posts import SUFFIXES, Told, find
from session_import.book_folder import Folder
from session_import.new import add_folders, parse_day

if TYPE_CHECKING:
    from argparse import Namespace


def add_parser(subparsers: Any) -> None:
    """Add ``adopt`` to the commands."""
    parser = subparsers.add_parser(
        "adopt",
        help="make pages from notes that exist, such as posts of a blog or pads",
        description="Make pages from posts (Jekyll, Hugo, Hexo, Zenn), pads (Etherpad, HedgeDoc) "
        "and notes (Obsidian, a file per talk), and report what was unsure. Nothing that exists "
        "is changed.",
        epilog="Exit codes: 0 if all is well, 1 if there is something to look at, 2 if nothing "
        "could be done.",
    )
    parser.set_defaults(run=run)
    takes_files(
        parser.add_argument(
            "path",
            type=Path,
            metavar="FILE|FOLDER",
            help="a file in Markdown or plain text, or a folder of them",
        )
    )
    add_folders(parser)
    parser.add_argument(
        "--date", type=parse_day, metavar="2015-05-19", help="the day, or the first of several"
    )
    parser.add_argument(
        "--level",
        choices=list("0123456"),
        help="the level of the headings that are sessions; 0 makes one session of a file",
    )
    takes_files(
        parser.add_argument(
            "--images", type=Path, metavar="FOLDER", help="another folder with images"
        )
    )
    parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")


def run(options: Namespace) -> int:
    """Run ``adopt``."""
    told = Told()
    folder = Folder(options.book, options.days)
    if folder.root.is_relative_to(options.path.resolve()):
        message = f"{options.path}: holds the book; name the folder of the notes"
        raise CommandError(message)
    files = find(options.path, told)
    if not files:
        message = f"{options.path}: no notes in it ({', '.join(SUFFIXES)})"
        raise CommandError(message)
    is_one = len(files) == 1
    level = None if options.level is None else int(options.level)
    adoption = Adoption(folder, told, options.date, level, is_whole=not is_one)
    for file in followed(files, "reading notes"):
        try:
            adoption.add(file)
        except CommandError as error:
            if is_one:
                raise CommandError("\n".join([*told.lines(), str(error)])) from None
            name, _, text = str(error).partition(": ")
            told.add(Where(name, 1), f"not adopted: {text}")
    root = options.path if options.path.is_dir() else Path(options.path).resolve().parent
    images = Images(folder, [root, *([options.images] if options.images else [])], told)
    pages = Pages(adoption, images)
    pages.make()
    done = [] if options.dry_run else pages.write()
    problems = [*told.lines(), *(() if options.dry_run else pages.check())]
    items = [item for day in adoption.days.values() for item in day.items if item.session]
    print(
        *done,
        *problems,
        f"{_count(adoption.posts, 'file')}: {_count(len(items), 'session')} (with talks) on "
        f"{_count(len(adoption.days), 'page')}, {_count(len(images.copies), 'image')}",
        sep="\n",
    )
    return 1 if problems else 0


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
