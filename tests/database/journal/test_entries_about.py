"""What the log says of a record is derived anew each time it is asked: a forged entry is seen at once."""

import psycopg

from gongxin.journal import queries as journal
from tests.builders import city, desk_oversight
from tests.databases import Database

SERIAL = 4160


def test_a_forged_entry_is_seen_among_those_about_a_record(fresh_city: Database) -> None:
    city.city_hall()
    receipt = desk_oversight.admitted("samr", SERIAL)
    record = desk_oversight.record_of(receipt)
    told = journal.proven_about(str(record), [str(receipt.batch)])
    assert all(one.holds for one in told)
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        owner.execute("ALTER TABLE journal_leaf DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE journal_leaf SET actor = 'somebody.else' WHERE index = %s", [told[0].index]
        )
    forged = journal.proven_about(str(record), [str(receipt.batch)])
    assert [one.holds for one in forged] == [False] + [True] * (len(told) - 1)
