"""Text files that harm, confuse or betray a reader: name, content, right answers joined by blanks."""

import gzip
import random
from collections.abc import Iterator

from tests.builders.ordinary_files import (
    CANARY_ID,
    CANARY_NAME,
    HEADER,
    PERSON_ROW,
    PLAIN_CSV,
    ROW,
    changed_row,
    csv_bytes,
)

TABLE = "table"
CODES = (
    "CF_XDR_MC",
    "CF_XDR_LB",
    "CF_XDR_SHXYM",
    "CF_FRDB",
    "CF_SY",
    "CF_WSH",
    "CF_NR_FK",
    "CF_JDRQ",
)


def _compound(stream: str) -> bytes:
    """The head of an OLE compound file with one directory name."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(512)
    )


def encodings_and_delimiters() -> Iterator[tuple[str, bytes, str]]:
    """Nothing, odd bytes, other separators."""
    head = csv_bytes([HEADER])
    yield "nothing", b"", "file.empty"
    yield "only a byte order mark", b"\xef\xbb\xbf", "file.empty"
    yield "only blanks", b" \n \r\n\t\n", "file.empty"
    yield "only a header", head, "file.empty"
    yield "a header and blank rows", head + b",,,,,,,\n" * 50 + b"\n \n", "file.empty"
    yield "only commas", b",,,,\n" * 9, "file.header"
    yield "ordinary", PLAIN_CSV, TABLE
    yield "with a byte order mark", b"\xef\xbb\xbf" + PLAIN_CSV, TABLE
    yield "GB18030", PLAIN_CSV.decode().encode("gb18030"), TABLE
    yield "UTF-16 little endian", PLAIN_CSV.decode().encode("utf-16"), TABLE
    yield "UTF-16 big endian", b"\xfe\xff" + PLAIN_CSV.decode().encode("utf-16-be"), TABLE
    yield "UTF-16 without a mark", PLAIN_CSV.decode().encode("utf-16-le"), "csv.nul file.encoding"
    yield (
        "Big5",
        "行政相對人名稱,統一社會信用代碼\n某某公司,91441481MA4UNAMB2R\n".encode("big5"),
        "file.encoding",
    )
    yield (
        "Big5 under codes",
        ("CF_XDR_MC,CF_SY\n" + "某某貿易有限公司,違反規定銷售產品經營場所\n" * 9).encode("big5"),
        "file.encoding",
    )
    yield "Latin", "Name,Straße\nMüller,x\n".encode("latin-1"), "file.encoding file.header"
    yield "broken UTF-8 in the last row", PLAIN_CSV + b"\xff\xfe\xe4\xb8,\n", "file.encoding"
    yield "half a character at the end", PLAIN_CSV + "公".encode()[:2], "file.encoding"
    yield "overlong UTF-8", PLAIN_CSV + b"\xc0\xaf,\n", "file.encoding"
    yield "surrogates in UTF-8", PLAIN_CSV + b"\xed\xa0\x80,\n", "file.encoding"
    yield "NUL", PLAIN_CSV.replace("销售".encode(), b"a\0b"), "csv.nul"


def records_and_headers() -> Iterator[tuple[str, bytes, str]]:
    """Quotes, long cells, headers."""
    head = csv_bytes([HEADER])
    yield "lone carriage returns", PLAIN_CSV.replace(b"\n", b"\r"), TABLE
    yield "mixed line ends", PLAIN_CSV.replace(b"\n", b"\r\n", 2), TABLE
    yield "U+2028 in a cell", PLAIN_CSV.replace("销售".encode(), "销\u2028售".encode()), TABLE
    for name, delimiter in (
        ("semicolons", ";"),
        ("tabs", "\t"),
        ("wide commas", "，"),
        ("bars", "|"),
    ):
        rows = "\n".join(delimiter.join(r) for r in (HEADER, ROW)).encode()
        yield name, rows, "csv.delimiter"
    yield "a quote never closed", head + b'"abc\n' + csv_bytes([ROW] * 3), "csv.quote"
    yield (
        "a quote never closed in a large file",
        head + b'"abc,x\n' + csv_bytes([ROW] * 20_000),
        "csv.quote csv.record_too_long",
    )
    yield "text after a closing quote", head + b'"abc"d,1,2,3,4,5,6,7\n', "csv.quote"
    yield "curly quotes", csv_bytes([HEADER, changed_row(facts="“销售，”")]), TABLE
    yield (
        "a quote inside a cell",
        csv_bytes([HEADER]) + csv_bytes([ROW]).replace("销售".encode(), b'a"b'),
        TABLE,
    )
    yield (
        "a cell of 40,000 characters",
        csv_bytes([HEADER, changed_row(facts="长" * 40_000), ROW]),
        TABLE,
    )
    yield (
        "a cell of 3 MB",
        csv_bytes([HEADER, changed_row(facts="x" * 3_000_000)]),
        "csv.record_too_long csv.quote",
    )
    yield (
        "a quoted cell of 3 MB of lines",
        head + b'"' + b"x\n" * 1_500_000 + b'",1,2,3,4,5,6,7\n',
        "csv.quote csv.record_too_long",
    )
    yield "a line without an end", b"x" * 4_000_000, "csv.record_too_long csv.quote file.header"
    yield "wide and narrow rows", csv_bytes([HEADER, ROW, (*ROW, "x"), ROW[:3], ROW]), TABLE
    yield (
        "20,000 columns",
        csv_bytes([[*HEADER, *(f"c{i}" for i in range(20_000))], ROW]),
        "file.too_many_columns",
    )
    yield "a header twice", csv_bytes([[*HEADER, HEADER[0]], [*ROW, "x"]]), "file.header_duplicate"
    yield (
        "a header twice in another width",
        csv_bytes([[*HEADER, "罚款金额 "], [*ROW, "x"]]),
        "file.header_duplicate",
    )
    yield (
        "codes and names as two header rows",
        csv_bytes([CODES, HEADER, ROW]),
        "file.header_two_rows",
    )
    yield "another table", csv_bytes([["姓名", "班级"], [CANARY_NAME, "一"]]), "file.header"
    yield "no header", csv_bytes([ROW, PERSON_ROW]), "file.header"
    yield "titles above the header", csv_bytes([["2025年行政处罚"], [""], HEADER, ROW]), TABLE


def other_kinds() -> Iterator[tuple[str, bytes, str]]:
    """Files that are something else, and texts that deceive."""
    csv_bytes([HEADER])
    yield "headers in another order", csv_bytes([HEADER[::-1], ROW[::-1]]), TABLE
    yield "headers with stars and blanks", csv_bytes([[f" *{h}　" for h in HEADER], ROW]), TABLE
    yield "unnamed columns", csv_bytes([[*HEADER, "", ""], [*ROW, CANARY_NAME, CANARY_ID]]), TABLE
    yield "PDF", b"%PDF-1.7\n1 0 obj\n", "file.type_mismatch"
    yield "PDF after a line", b"\n\n%PDF-1.4\n" + PLAIN_CSV, "file.type_mismatch"
    yield "HTML", b"<html><table><tr><td>x</td></tr></table></html>", "file.type_mismatch"
    yield "an HTML table", b"\xef\xbb\xbf\n <table border=1><tr><td>x", "file.type_mismatch"
    yield "spreadsheet XML", b'<?xml version="1.0"?><Workbook/>', "file.type_mismatch"
    yield "JSON of another table", b'[{"a": 1}]', "file.header"
    yield "gzip", gzip.compress(PLAIN_CSV, mtime=0), "file.type_mismatch"
    yield "old XLS", _compound("Workbook"), "file.type_mismatch"
    yield "encrypted workbook", _compound("EncryptedPackage"), "file.encrypted"
    yield (
        "EICAR",
        rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        "file.type_mismatch",
    )
    yield "an image", b"\x89PNG\r\n\x1a\n" + bytes(99), "file.type_mismatch"
    yield (
        "random bytes",
        random.Random(1).randbytes(5_000),
        "csv.nul file.encoding file.header csv.quote",
    )
    yield (
        "direction override in a name",
        csv_bytes([HEADER, changed_row(name="某\u202e公司")]),
        TABLE,
    )
    yield "piled-up marks", csv_bytes([HEADER, changed_row(name="某" + "\u0301" * 9_000)]), TABLE
    yield (
        "formulas as text",
        csv_bytes([HEADER, changed_row(facts='=cmd|"/C calc"!A0'), changed_row(facts="<script>")]),
        TABLE,
    )
