from __future__ import annotations

import mmap
from pathlib import Path
from typing import Literal

from .errors import UnreadableTable

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
FOREIGN = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\x1f\x8b": "compressed",
    b"Rar!": "compressed",
    b"7z\xbc\xaf": "compressed",
    b"SQLite format 3": "database",
    b"PAR1": "parquet",
}
MARKUP = {
    b"<!doctype": "html",
    b"<html": "html",
    b"<table": "html",
    b"<?xml": "xml",
    b"{\\rtf": "text document",
    b"{": "json",
    b"[{": "json",
}


def recognise(path: Path) -> Literal["workbook", "text"]:
    """Tell by the first bytes; a file that cannot be a table is refused here, by what it is."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise UnreadableTable("empty_file")
    if start.startswith(OLE):
        _refuse_compound_file(path)
    if start.startswith(b"PK"):
        return "workbook"
    for magic, form in FOREIGN.items():
        if start.startswith(magic):
            raise UnreadableTable("not_a_table", format=form)
    beginning = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, form in MARKUP.items():
        if beginning.startswith(magic):
            raise UnreadableTable("not_a_table", format=form)
    return "text"


def _refuse_compound_file(path: Path) -> None:
    """Old Excel and an encrypted XLSX share one container; the names of its streams tell them apart."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise UnreadableTable("encrypted")
        streams = ("Workbook", "Book")
        if path.suffix.lower() == ".xls" or any(content.find(s.encode("utf-16-le")) >= 0 for s in streams):
            raise UnreadableTable("old_excel", format="xls")
    raise UnreadableTable("not_a_table", format="compound")
