"""The command line, ``python -m session_notes``. It does not need Sphinx."""

from __future__ import annotations

import sys

from session_notes.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
