"""What a file is, told by its content and not by its name, and what to do with one that is no table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from simulator.errors import InputError

Kind = Literal["text", "parquet", "workbook", "wco", "cusdec"]
_LOOK = 8_192  # bytes
_AS_TABLE = "save the table as .xlsx, Parquet or CSV, and give that file"
_UNPACK = "unpack it, and give the file inside"
_FILE_WITHIN = {
    "xl/workbook.bin": f"is a binary Excel file (.xlsb); {_AS_TABLE}",
    "word/document.xml": f"is a Word document; {_AS_TABLE}",
    "ppt/presentation.xml": f"is a presentation; {_AS_TABLE}",
    "content.xml": f"is an OpenDocument file (.ods); {_AS_TABLE}",
}
"""By a file that stands in the container."""
_STARTS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        f"is an old Excel file (.xls), or one with a password; open it in a spreadsheet program, and {_AS_TABLE}"
    ),
    b"\x1f\x8b": f"is a gzip file; {_UNPACK}",
    b"BZh": f"is a bzip2 file; {_UNPACK}",
    b"\xfd7zXZ\x00": f"is an xz file; {_UNPACK}",
    b"\x28\xb5\x2f\xfd": f"is a Zstandard file; {_UNPACK}",
    b"7z\xbc\xaf\x27\x1c": f"is a 7-Zip file; {_UNPACK}",
    b"Rar!\x1a\x07": f"is a RAR file; {_UNPACK}",
    b"PK\x05\x06": "is an empty zip file; give the file that it should hold",
    b"%PDF-": f"is a PDF; {_AS_TABLE} (from the program that printed it)",
    b"{\\rtf": f"is a document (RTF); {_AS_TABLE}",
    b"SQLite format 3\x00": f"is a SQLite database; {_AS_TABLE}",
    b"ARROW1": f"is an Arrow file; {_AS_TABLE}",
    b"FEA1": f"is an Arrow file; {_AS_TABLE}",
    b"\x04\x22\x4d\x18": f"is an LZ4 file; {_UNPACK}",
    b"\x1f\x9d": f"is a file of compress (.Z); {_UNPACK}",
    b"$FL2@(#)": f"is an SPSS file; {_AS_TABLE}",
    b"<stata_dta>": f"is a Stata file; {_AS_TABLE}",
    b"ID;PWXL": f"is a SYLK file (.slk); open it in a spreadsheet program, and {_AS_TABLE}",
    b"INSERT INTO ": f"is SQL, not a table; {_AS_TABLE}",
    b"\x89PNG\r\n": "is a picture; give the table itself as .xlsx, Parquet or CSV",
    b"\xff\xd8\xff": "is a picture; give the table itself as .xlsx, Parquet or CSV",
}
_HTML = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|table|div)\b", re.I | re.S
)
_XML = re.compile(r"<\?xml\b|<!DOCTYPE\b|<!--|<[A-Za-z_][\w:.-]*(?:\s[^<>]*)?/?>(?! *[,;|\t])")
_WCO = re.compile(r"urn:wco:datamodel|<(?:\w+:)?GoodsShipment\b")
_JSON = re.compile(r'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*(?:[\[{\]]|-?[0-9]+\s*,|"(?:[^"\\]|\\.)*"\s*[,\]])')
_EDIFACT = re.compile(r"UNA.{6}\s*UNB|UNB[+:].{4}|UNH\+", re.S)
_X12 = re.compile(r"ISA([^\w\s])[0-9]{2}\1.{10}\1")


def kind_of(path: Path) -> Kind:
    """What a file is; ``InputError`` if it cannot be opened or is no table, saying what it is and what to do.

    Only the first 8 KiB are looked at, and the list of files in a zip container.
    """
    try:
        with path.open("rb") as raw:
            start = raw.read(_LOOK)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; give the declarations as a CSV file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the declarations as a CSV file") from None
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return _container(path)
    for magic, told in _STARTS.items():
        if start.startswith(magic):
            raise InputError(f"{path}: {told}")
    if start[257:262] == b"ustar":
        raise InputError(f"{path}: is a tar file; {_UNPACK}")
    text = _text(start)
    if _XML.match(text) and _WCO.search(text):
        return "wco"
    if _EDIFACT.match(text) and "CUSDEC" in text:
        return "cusdec"
    told = _no_table(text)
    if told:
        raise InputError(f"{path}: {told}")
    return "text"


def _container(path: Path) -> Kind:
    try:
        with ZipFile(path) as container:
            names = set(container.namelist())
    except (BadZipFile, OSError):
        raise InputError(f"{path}: is a damaged zip file or spreadsheet; save or send it again") from None
    if "xl/workbook.xml" in names:
        return "workbook"
    told = next((told for name, told in _FILE_WITHIN.items() if name in names), f"is a zip file; {_UNPACK}")
    raise InputError(f"{path}: {told}")


def _text(start: bytes) -> str:
    """The first characters, as far as they tell what the file is."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace").lstrip()
    return start.decode("utf-8-sig", errors="replace").lstrip()


def _no_table(text: str) -> str:
    """What a text is that is no delimited table; "" if it can be one."""
    if _HTML.match(text):
        return f"is an HTML page, whatever its name; open it in a spreadsheet program, and {_AS_TABLE}"
    if _XML.match(text) and ("</" in text or "/>" in text):
        if "urn:schemas-microsoft-com:office:spreadsheet" in text:
            return f"is an Excel file in XML (of 2003); open it in a spreadsheet program, and {_AS_TABLE}"
        return f"is XML, not a table; {_AS_TABLE}, with one row for each goods item"
    if _JSON.match(text):
        return f"is JSON, not a table; {_AS_TABLE}, with one row for each goods item"
    if _EDIFACT.match(text):
        return f"is an EDIFACT message, not a table; {_AS_TABLE}, with one row for each goods item"
    if _X12.match(text):
        return f"is an X12 message, not a table; {_AS_TABLE}, with one row for each goods item"
    return ""
