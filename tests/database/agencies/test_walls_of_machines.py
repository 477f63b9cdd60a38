"""The second wall around keys, requests and sources: as the application role, on plain SQL."""

import psycopg
import pytest
from psycopg import errors

from tests.builders import city, machines
from tests.databases import Database


def test_the_database_itself_keeps_keys_requests_and_sources_behind_the_wall(
    fresh_city: Database,
) -> None:
    city.city_hall()
    machines.issued_key()
    machines.opened_source()
    with psycopg.connect(fresh_city.dsn) as application:
        for agency, seen in (("samr", 1), ("emergency", 0), ("", 0), ("*", 1)):
            application.execute("SELECT set_config('gongxin.agency', %s, true)", [agency])
            for table in ("agencies_key", "intake_source"):
                found = application.execute(f"SELECT count(*) FROM {table}").fetchone()
                assert found == (seen,)
        application.execute("SELECT set_config('gongxin.agency', 'emergency', true)")
        forged = 'INSERT INTO agencies_key SELECT * FROM jsonb_populate_record(NULL::agencies_key, \'{"agency_key": "samr"}\')'
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute(forged)
