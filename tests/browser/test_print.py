"""What a reader prints begins on the first page, and has the addresses that nobody can follow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import Visit


@pytest.mark.browser
@pytest.mark.parametrize("page", ["browse/sessions", "browse/glance", "days/2015-05-18"])
def test_no_page_is_nearly_empty(book: Path, visit: Visit, page: str) -> None:
    made = visit(book / f"{page}.html").pdf(format="A4")
    texts = [one.extract_text() for one in pypdf.PdfReader(BytesIO(made)).pages]
    assert [number for number, text in enumerate(texts[:-1], 1) if len(text) < 500] == []
    if page.startswith("days/"):
        printed = "".join("".join(texts).split())
        assert "<https://www.openstack.org/summit/vancouver-2015/" in printed
