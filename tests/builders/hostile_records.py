"""Files whose cells carry their names, JSON and XML: ordinary ones, and those that harm, confuse or betray a reader."""

import json
from collections.abc import Iterator, Mapping, Sequence

from tests.builders.ordinary_files import (
    CANARY_ID,
    CANARY_NAME,
    HEADER,
    PERSON_ROW,
    ROW,
    escape,
)

TABLE = "table"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def json_lines(rows: Sequence[Mapping[str, object]]) -> bytes:
    """One object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def json_array(rows: Sequence[Mapping[str, object]]) -> bytes:
    """One array, laid out as systems print it."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2).encode()


def push_xml(
    rows: Sequence[Mapping[str, str]], *, prolog: str = DECLARATION, encoding: str = "utf-8"
) -> bytes:
    """The body of the former national push."""
    body = "".join(
        "<ROW>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) + "</ROW>"
        for row in rows
    )
    return f"{prolog}<ROWDATA>{body}</ROWDATA>".encode(encoding)


def record(row: Sequence[str]) -> dict[str, str]:
    """A row of the ordinary eight columns, named."""
    return dict(zip(HEADER, row, strict=True))


RECORDS = [record(ROW), record(PERSON_ROW), record(ROW)]
PLAIN_JSON, PLAIN_ARRAY, PLAIN_XML = json_lines(RECORDS), json_array(RECORDS), push_xml(RECORDS)
_LINE = json_lines([record(ROW)])


def json_files() -> Iterator[tuple[str, bytes, str]]:
    """Name, content, right answers joined by blanks."""
    yield "JSON lines", PLAIN_JSON, TABLE
    yield "a JSON array", PLAIN_ARRAY, TABLE
    yield "JSON lines with a mark", b"\xef\xbb\xbf" + PLAIN_JSON, TABLE
    yield "JSON lines with CRLF and blank lines", PLAIN_JSON.replace(b"\n", b"\r\n\r\n"), TABLE
    yield "JSON lines without a last line end", PLAIN_JSON.rstrip(), TABLE
    yield "an empty array", b"[]", "file.empty"
    yield "an array of nothing", b"[{}, {}]", "file.header"
    yield "JSON in GB18030", PLAIN_JSON.decode().encode("gb18030"), "file.encoding"
    yield "broken UTF-8 in JSON", PLAIN_JSON + b'{"\xff": 1}\n', "file.encoding"
    yield "a surrogate in UTF-8 in JSON", _LINE + b'{"BZ": "\xed\xa0\x80"}', "file.encoding"
    yield "half a character as an escape", _LINE.replace("销售".encode(), b"\\ud800"), TABLE
    yield "half a character in a name", _LINE + b'{"\\ud800": 1}', "json.syntax"
    yield "NUL in JSON", _LINE.replace("销售".encode(), b"\0"), "csv.nul"
    yield "NUL as an escape", _LINE.replace("销售".encode(), b"\\u0000"), TABLE
    yield "a raw control character", _LINE.replace("销售".encode(), b"\x01"), "json.syntax"
    yield "NaN", _LINE.replace(b'"0.2"', b"NaN"), "json.number"
    yield "Infinity", _LINE.replace(b'"0.2"', b"-Infinity"), "json.number"
    yield "an exponent without end", _LINE.replace(b'"0.2"', b"1e" + b"9" * 400), TABLE
    yield "a number of 300,000 digits", _LINE.replace(b'"0.2"', b"9" * 300_000), TABLE
    yield "a cut-off line", _LINE[:-9], "json.syntax"
    yield "two objects on a line", _LINE.strip() * 2, "json.syntax"
    yield "an object over several lines", PLAIN_ARRAY.strip(b"[]\n "), "json.syntax"
    yield "a line that is no object", _LINE + b"[1]\n", "json.shape"
    yield "a line that is text", _LINE + b"total: 1\n", "json.shape"
    yield "an array of arrays", b'[["a"]]', "json.shape"
    yield "an array with a number", PLAIN_ARRAY[:-2] + b", 1]", "json.shape"
    yield "an array never closed", PLAIN_ARRAY[:-1], "json.syntax"
    yield "an array with a comma too many", PLAIN_ARRAY[:-1] + b",]", "json.shape json.syntax"
    yield "something after the array", PLAIN_ARRAY + b"x", "json.syntax"
    yield "nested values", json_lines([{**record(ROW), "罚款金额": [{"a": {}}]}]), TABLE
    deep = b'{"' + HEADER[0].encode() + b'": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    yield "200,000 lists in each other", deep, "json.shape"
    yield "200,000 lists in each other, in an array", b"[" + deep + b"]", "json.shape"
    long = b'{"' + HEADER[0].encode() + b'": "' + b"x" * 3_000_000
    yield "a value of 3 MB", _LINE + long + b'"}', "csv.record_too_long"
    yield "a value of 3 MB in an array", b"[" + long + b'"}]', "csv.record_too_long"
    yield "a value never closed", b"[" + _LINE + b"," + long, "csv.record_too_long"
    yield "a name twice", _LINE[:-2] + b', "' + HEADER[0].encode() + b'": "x"}', TABLE
    many = {**record(ROW), **{f"c{i}": "x" for i in range(20_000)}}
    yield "20,000 names", json_lines([many]), "file.too_many_columns"
    yield (
        "a name in two spellings",
        json_lines([{**record(ROW), "罚款金额 ": "1"}]),
        ("file.header_duplicate"),
    )
    late = [record(ROW)] * 1_000 + [{**record(ROW), "BZ": "x", CANARY_ID: CANARY_NAME}]
    yield "names that come late", json_lines(late), TABLE


def xml_files() -> Iterator[tuple[str, bytes, str]]:
    """The same for XML."""
    plain = PLAIN_XML.decode()
    yield "push XML", PLAIN_XML, TABLE
    yield "push XML without a declaration", push_xml(RECORDS, prolog=""), TABLE
    gbk = DECLARATION.replace("UTF-8", "GBK")
    yield "push XML in GBK", push_xml(RECORDS, prolog=gbk, encoding="gbk"), TABLE
    yield "GBK that is none", push_xml(RECORDS, prolog=gbk) + b"\xff", "file.encoding xml.syntax"
    yield "XML in Big5", push_xml(RECORDS[:1], prolog=gbk.replace("GBK", "Big5")), "file.encoding"
    yield "XML in UTF-7", push_xml([], prolog=gbk.replace("GBK", "UTF-7")), "file.encoding"
    yield "no row", b"<ROWDATA></ROWDATA>", "file.empty"
    yield "another XML", b'<?xml version="1.0"?><a><b/></a>', "file.type_mismatch"
    yield "cut-off XML", PLAIN_XML[:-20], "xml.syntax"
    yield "two roots", PLAIN_XML + b"<ROWDATA/>", "xml.syntax"
    yield "an unknown entity", plain.replace("销售", "&xxe;").encode(), "xml.syntax"
    for name, doctype in _DOCTYPES:
        yield name, plain.replace("<ROWDATA>", doctype + "<ROWDATA>", 1).encode(), "xml.dangerous"
    style = '<?xml-stylesheet href="http://127.0.0.1/x.xsl"?><ROWDATA>'
    yield "a style sheet", plain.replace("<ROWDATA>", style, 1).encode(), "xml.dangerous"
    yield "an instruction in a cell", plain.replace("销售", "<?php x?>").encode(), "xml.dangerous"
    include = '<ROWDATA xmlns:xi="http://www.w3.org/2001/XInclude">'
    yield "an inclusion", plain.replace("<ROWDATA>", include, 1).encode(), "xml.shape"
    yield "an attribute", plain.replace("<ROW>", '<ROW id="1">', 1).encode(), "xml.shape"
    yield "an element in a cell", plain.replace("销售", "<b>销售</b>").encode(), "xml.shape"
    yield "text beside cells", plain.replace("<ROW>", "<ROW>x", 1).encode(), "xml.shape"
    yield "another row", plain.replace("ROW>", "LINE>").encode(), "file.type_mismatch xml.shape"
    yield "a comment in a cell", plain.replace("销售", "销<!--x-->售").encode(), "xml.shape"
    yield "200,000 elements in each other", b"<ROWDATA>" + b"<ROW>" * 200_000, "xml.shape"
    yield "a cell of 3 MB", plain.replace("销售", "x" * 3_000_000).encode(), "csv.record_too_long"
    yield (
        "a name of 3 MB",
        plain.replace("<ROW>", "<ROW><" + "x" * 3_000_000, 1).encode(),
        ("csv.record_too_long"),
    )
    yield (
        "a row of many cells",
        plain.replace("<ROW>", "<ROW>" + "<a/>" * 400_000, 1).encode(),
        ("csv.record_too_long file.too_many_columns"),
    )
    yield "control characters", plain.replace("销售", "&#1;").encode(), "xml.syntax"
    yield (
        "a cell twice",
        plain.replace("<ROW>", "<ROW><法定代表人>x</法定代表人>", 1).encode(),
        TABLE,
    )
    yield "direction override as a reference", plain.replace("销售", "&#x202E;").encode(), TABLE


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DOCTYPES = (
    ("a billion laughs", f'<!DOCTYPE ROWDATA [<!ENTITY l0 "ha">{_LAUGHS}]>'),
    ("a quadratic blow-up", f'<!DOCTYPE ROWDATA [<!ENTITY a "{"x" * 50_000}">]>'),
    ("an external entity", '<!DOCTYPE ROWDATA [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ("an external DTD", '<!DOCTYPE ROWDATA SYSTEM "http://127.0.0.1:9/x.dtd">'),
    ("a parameter entity", '<!DOCTYPE ROWDATA [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>'),
    ("an empty DOCTYPE", "<!DOCTYPE ROWDATA>"),
)
