#!/usr/bin/env python3
"""Keeps a copy of what a Gongxin platform shows, and knows that it is whole.

A reference for partners: plain Python 3.9 or later, standard library only, nothing of the platform imported. Run it from
cron every few minutes; it may be killed or cut off at any moment and goes on where it was.

    GONGXIN_TOKEN=gxp_... python3 consumer.py --server https://credit.example --store copy.sqlite3
    python3 consumer.py --server https://credit.example --stale RECORD NUMBER
    python3 consumer.py --server https://credit.example --stale-file FILE

Exit status: 0 the copy is equal · 1 it differs even after a new snapshot · 2 refused · 3 not reached, try again later.
"""

import argparse
import contextlib
import datetime
import hashlib
import json
import os
import sqlite3
import sys
import urllib.error
import urllib.request

# --- the digest of a set -------------------------------------------------------------------------
# 1,024 numbers of 16 bits, added and taken away lane by lane modulo 2^16. As one whole number, the lanes with an even and
# those with an odd place are worked on apart, so that a carry falls into a lane that is masked out.
LANES = 1024
EVEN = int.from_bytes(b"\xff\xff\x00\x00" * (LANES // 2), "little")
ODD = EVEN << 16
BORROW = int.from_bytes(b"\x00\x00\x01\x00" * (LANES // 2), "little")  # a one above each even lane
DOMAIN = b"gongxin/set/v1\n"


def spread(element):
    """An element (64 hex characters) as lanes."""
    return int.from_bytes(
        hashlib.shake_128(DOMAIN + bytes.fromhex(element)).digest(2 * LANES), "little"
    )


def added(state, element):
    lanes = spread(element)
    even = ((state & EVEN) + (lanes & EVEN)) & EVEN
    return even | ((state & ODD) + (lanes & ODD)) & ODD


def taken(state, element):
    lanes = spread(element)
    even = ((state & EVEN) + BORROW - (lanes & EVEN)) & EVEN
    return even | ((state & ODD) + (BORROW << 16) - (lanes & ODD)) & ODD


def digest(state):
    return hashlib.sha256(state.to_bytes(2 * LANES, "little")).hexdigest()


# --- the copy ------------------------------------------------------------------------------------
TABLES = """
CREATE TABLE IF NOT EXISTS held (
    record TEXT PRIMARY KEY, number INTEGER NOT NULL, element TEXT NOT NULL,
    code TEXT, shown_until TEXT, document TEXT);
CREATE INDEX IF NOT EXISTS held_of_code ON held (code);
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, state BLOB NOT NULL);
"""


class Differs(Exception):
    """The copy is not what stands there."""


class Copy:
    """What we hold, after which line, and the state of its digest. Every step is one transaction."""

    def __init__(self, path):
        self.store = sqlite3.connect(path, isolation_level=None)
        self.store.execute("PRAGMA secure_delete = ON")  # what left is not left behind in the file
        self.store.executescript(TABLES)

    @contextlib.contextmanager
    def step(self):
        self.store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.store.execute("ROLLBACK")
            raise
        self.store.execute("COMMIT")

    def place(self):
        """(line, state), or (None, 0) before the first snapshot."""
        row = self.store.execute("SELECT sequence, state FROM place").fetchone()
        return (row[0], int.from_bytes(row[1], "little")) if row else (None, 0)

    def keep_place(self, sequence, state):
        self.store.execute(
            "INSERT INTO place VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence,"
            " state = excluded.state",
            (sequence, state.to_bytes(2 * LANES, "little")),
        )

    def hold(self, line):
        """A version in place of whatever we held of the record; what we may not show any more is not kept."""
        document = line["document"]
        self.store.execute(
            "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?)",
            (
                line["record"],
                line["number"],
                line["element"],
                line["organisation"]["code"] if document else None,
                line["shown_until"],
                json.dumps(document, ensure_ascii=False) if document else None,
            ),
        )

    def element_of(self, record):
        row = self.store.execute("SELECT element FROM held WHERE record = ?", (record,)).fetchone()
        return row[0] if row else None

    def apply(self, line, state):
        """One line; the state after it. Differs where what leaves is not what we hold, or the digests part."""
        operation, record = line["operation"], line["record"]
        if operation != "NONE":
            ours = self.element_of(record)
            expected = line["leaves"] if operation in ("ADD", "MOD", "DEL") else line["element"]
            if ours != expected:
                raise Differs(f"line {line['sequence']}: we do not hold what it is about")
            if operation in ("MOD", "DEL"):
                state = taken(state, ours)
            if operation in ("ADD", "MOD"):
                state = added(state, line["element"])
            if operation == "DEL":
                self.store.execute("DELETE FROM held WHERE record = ?", (record,))
            else:
                self.hold(line)
        if digest(state) != line["digest"]:
            raise Differs(f"line {line['sequence']}: the digests part here")
        return state

    def verify(self):
        """The digest over what really lies here, row by row: nightly, since the one kept beside it may be the only thing whole."""
        state = 0
        for (element,) in self.store.execute("SELECT element FROM held"):
            state = added(state, element)
        if state != self.place()[1]:
            raise Differs("the copy is not what its own digest says")

    def drop_hidden(self, records):
        with self.step():
            self.store.executemany(
                "UPDATE held SET document = NULL, code = NULL, shown_until = NULL WHERE record = ?",
                [(record,) for record in records],
            )

    def drop_what_is_over(self, today):
        """Publicity ends on its day and no line says so: the day is in the answer. The element stays, the facts go."""
        with self.step():
            self.store.execute(
                "UPDATE held SET document = NULL, code = NULL, shown_until = NULL WHERE shown_until <= ?",
                (today,),
            )


# --- the platform --------------------------------------------------------------------------------
class Platform:
    """Its address and our token."""

    def __init__(self, server, token):
        self.server, self.token = server.rstrip("/"), token

    def ask(self, path, body=None):
        headers = {"Accept": "*/*"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(f"{self.server}/api/v1{path}", data, headers)
        return urllib.request.urlopen(request, timeout=60)


def take_snapshot(platform, copy):
    """Begin anew, whole or not at all: the last line of the answer says that it is not cut off."""
    with platform.ask("/changes/snapshot") as answer, copy.step():
        head = json.loads(answer.readline())
        copy.store.execute("DELETE FROM held")
        state = count = 0
        for text in answer:
            line = json.loads(text)
            if "end" in line:
                if line["count"] != count or digest(state) != head["digest"]:
                    raise Differs("the snapshot is not what its digest says")
                copy.keep_place(head["through"], state)
                return
            copy.hold(line)
            state, count = added(state, line["element"]), count + 1
        raise OSError("the snapshot was cut off")


def catch_up(platform, copy):
    """Page by page to the last line; each page is applied whole or not at all."""
    sequence, state = copy.place()
    while True:
        with platform.ask(f"/changes?after={sequence}&limit=500") as answer:
            page = json.load(answer)
        with copy.step():
            for line in page["lines"]:
                if line["sequence"] != sequence + 1:
                    raise Differs(f"a line is missing after {sequence}")
                state = copy.apply(line, state)
                sequence = line["sequence"]
            copy.keep_place(sequence, state)
        if not page["more"]:
            return


def take_hidden(platform, copy):
    """What nobody may read today though no line says so: a rule changed, a listing was lifted. Once a day."""
    with platform.ask("/changes/hidden") as answer:
        lines = [json.loads(text) for text in answer]
    if "end" not in lines[-1]:
        raise OSError("the list was cut off")
    copy.drop_hidden([line["record"] for line in lines[1:-1]])


def acknowledge(platform, copy):
    """Tell what we hold; whether it is equal."""
    sequence, state = copy.place()
    body = {"through": sequence, "digest": digest(state)}
    with platform.ask("/changes/acknowledgements", body) as answer:
        return json.load(answer)["equal"]


def run(platform, copy, anew, verify):
    """The whole of it: exit status."""
    for attempt in range(2):
        try:
            if anew or copy.place()[0] is None:
                take_snapshot(platform, copy)
            if verify:
                copy.verify()
            catch_up(platform, copy)
            copy.drop_what_is_over(today())
            if verify:
                take_hidden(platform, copy)
            if acknowledge(platform, copy):
                sequence, state = copy.place()
                print(f"equal after line {sequence}: {digest(state)}")
                return 0
        except Differs as difference:
            print(difference, file=sys.stderr)
        except urllib.error.HTTPError as error:
            if error.code != 409:  # we know a line that is not there: it was restored from a backup
                raise
            print("our copy is ahead of the platform", file=sys.stderr)
        if attempt == 0:
            print("taking a snapshot anew", file=sys.stderr)
        anew = True
    return 1


def today():
    """The civil day of the platform: publicity ends by it, wherever we run."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()


MANY = 64  # prefixes; more would be most of the list, and asking for all of it tells nothing at all


def stale_among(platform, versions):
    """Which of these (record, number) stand no more, without saying which are meant: hashes stay here.

    Of few the beginnings of their hashes are sent; for many the whole list is taken and compared at home.
    """
    hashes = {}
    for record, number in versions:
        whole = hashlib.sha256(f"gongxin/stale/v1\n{record}/{number}".encode()).hexdigest()
        hashes[whole] = (record, number)
    with platform.ask("/stale") as answer:
        told = dict(line.split(None, 1) for line in answer.read().decode().splitlines()[1:5])
    length = int(told["prefix"])
    prefixes = {whole[:length] for whole in hashes}
    if len(prefixes) > MANY:
        gone = take_stale(platform, told)
    else:
        gone = set()
        for prefix in sorted(prefixes):
            with platform.ask(f"/stale/{prefix}") as answer:
                for line in answer.read().decode().splitlines():
                    if line.endswith(":1"):
                        gone.add(prefix + line[:-2])
    return sorted(version for whole, version in hashes.items() if whole in gone)


def take_stale(platform, told):
    """The whole list after the line that its signed head names, as the head says it is."""
    with platform.ask(f"/stale/list?through={told['through']}") as answer:
        text = answer.read()
    if hashlib.sha256(text).hexdigest() != told["sha256"]:
        raise OSError("the list is not what its head says, or was cut off")
    return set(text.decode().split())


def read_versions(path):
    """A version a line: its record and its number."""
    with open(path, encoding="utf-8") as lines:
        pairs = (line.split() for line in lines)
        return [(pair[0], int(pair[1])) for pair in pairs if pair]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", required=True, help="https://…")
    parser.add_argument("--store", default="copy.sqlite3", help="the copy, a SQLite file")
    parser.add_argument("--snapshot", action="store_true", help="begin anew")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="nightly: count the digest anew from the copy, and ask what is hidden",
    )
    parser.add_argument(
        "--stale", nargs=2, metavar=("RECORD", "NUMBER"), help="ask about one version"
    )
    parser.add_argument(
        "--stale-file", metavar="FILE", help="the same about many: a RECORD NUMBER on each line"
    )
    given = parser.parse_args()
    platform = Platform(given.server, os.environ.get("GONGXIN_TOKEN", ""))
    try:
        if given.stale:
            record, number = given.stale
            gone = stale_among(platform, [(record, int(number))])
            print("stands no more" if gone else "not listed")
            return 0
        if given.stale_file:
            for record, number in stale_among(platform, read_versions(given.stale_file)):
                print(record, number)
            return 0
        return run(platform, Copy(given.store), given.snapshot, given.verify)
    except urllib.error.HTTPError as error:
        print(
            f"refused: {error.code} {error.read().decode('utf-8', 'replace')[:500]}",
            file=sys.stderr,
        )
        return 3 if error.code in (429, 502, 503, 504) else 2
    except OSError as error:
        print(f"not reached: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
