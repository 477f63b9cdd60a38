"""Makes a PostgreSQL fit for the platform: roles, privileges, and the assertions without which we do not start.

Two roles from the first migration on: the owner makes tables, the application reads and writes rows and
can do nothing else. It never decides what is stored.
"""

from typing import Final

import psycopg
from psycopg import sql

from gongxin.jobs.cluster import SUPERUSER, Cluster
from gongxin.refusal import Refusal

OWNER: Final = "gongxin_owner"
APPLICATION: Final = "gongxin_app"
DATABASE: Final = "gongxin"
SERVER_VERSION_MIN: Final = 15
# Two `gongxin up` at once: the second waits. The ASCII of "gongxup".
LOCK: Final = 0x676F6E67787570


class DatabaseRefused(Refusal):
    """The database server is not one on which the platform keeps its promises."""

    code = "database.unfit"


class DatabaseNotReached(Refusal):
    """The server does not answer, or its tables have not been made."""

    code = "database.not_reached"


def prepare_cluster(cluster: Cluster, database: str = DATABASE) -> None:
    """Roles and database of our own server. Safe to repeat."""
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        for role in (OWNER, APPLICATION):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if known.fetchone() is None:
                connection.execute(
                    sql.SQL(
                        "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
                    ).format(sql.Identifier(role))
                )
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if known.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    with psycopg.connect(cluster.dsn(OWNER, database)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        grant_application(connection, APPLICATION)
        assert_fit(connection)


def prepare_server(owner_url: str, application_role: str) -> None:
    """Privileges on somebody else's server, where the roles and the database exist. Safe to repeat."""
    try:
        connection = psycopg.connect(owner_url)
    except psycopg.OperationalError as error:
        raise DatabaseNotReached(
            f"数据库服务器没有应答：{error}",
            f"the database server does not answer: {error}",
            remedy_zh="核对 GONGXIN_DATABASE_URL 和 GONGXIN_OWNER_DATABASE_URL",
            remedy_en="check GONGXIN_DATABASE_URL and GONGXIN_OWNER_DATABASE_URL",
        ) from error
    with connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        assert_fit(connection)
        grant_application(connection, application_role)


def grant_application(connection: psycopg.Connection, role: str) -> None:
    """The application may read and write rows of whatever the owner makes from now on; no more."""
    owner = connection.execute("SELECT current_user").fetchone()
    assert owner is not None
    if owner[0] == role:  # one role for both: a server of somebody who gave us only one
        return
    name = sql.Identifier(role)
    future = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        f"{future} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{}}",
        f"{future} GRANT USAGE, SELECT ON SEQUENCES TO {{}}",
    ):
        connection.execute(sql.SQL(statement).format(name))


def assert_fit(connection: psycopg.Connection) -> None:
    """Version, encoding and a locale that knows Chinese letters; else a refusal, never a wrong search."""
    found = connection.execute(
        "SELECT current_setting('server_version_num')::int / 10000, "
        "current_setting('server_encoding'), datctype "
        "FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert found is not None
    version, encoding, ctype = found
    if version < SERVER_VERSION_MIN:
        raise DatabaseRefused(
            f"PostgreSQL {version} 太旧，需要 {SERVER_VERSION_MIN} 及以上",
            f"PostgreSQL {version} is too old; {SERVER_VERSION_MIN} or later is needed",
            remedy_zh="升级服务器，或不设 GONGXIN_DATABASE_URL，改用自带的 PostgreSQL",
            remedy_en="upgrade the server, or unset GONGXIN_DATABASE_URL to use the bundled one",
        )
    if encoding != "UTF8" or not _knows_chinese(connection, ctype):
        raise DatabaseRefused(
            f"数据库编码 {encoding}、LC_CTYPE {ctype} 不认识汉字：相似度会恒为 0",
            f"a database with encoding {encoding} and LC_CTYPE {ctype} does not know Chinese letters: "
            "similarity would always be 0",
            remedy_zh="重建数据库：CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'",
            remedy_en="make it anew: "
            "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'",
        )


def _knows_chinese(connection: psycopg.Connection, ctype: str) -> bool:
    has_trigrams = "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"
    if connection.execute(has_trigrams).fetchone() is None:
        return ctype not in {"C", "POSIX"}
    answer = connection.execute("SELECT similarity('宁波', '宁波') = 1").fetchone()
    return answer == (True,)
