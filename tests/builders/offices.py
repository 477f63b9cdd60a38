"""Databases of a department, as they stand in its own rooms: a PostgreSQL and a MySQL server with a view of penalties."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
import pymysql
from psycopg import sql

from gongxin.jobs.cluster import SUPERUSER, Cluster
from tests.databases import SETTINGS
from tests.throwaway import throwaway_home

PASSWORD: Final = 'o\'pen; "sesame" \\ 芝麻'
READER: Final = "reader"
COLUMN: Final = "changed"


class Office(Protocol):
    """What a test asks of either server."""

    kind: str

    def place(self) -> dict[str, Any]:
        """How a source reaches it."""

    def run(self, statement: str) -> None:
        """As the department's own administrator."""


def table(office: Office, name: str, columns: Sequence[str], cursor: str) -> None:
    """A table `<name>_t` of texts and a cursor, and the view on it that the reader may select from."""
    q = '"' if office.kind == "postgresql" else "`"
    fields = ", ".join(f"{q}{column}{q} varchar(300)" for column in columns)
    office.run(f"CREATE TABLE {name}_t ({fields}, {COLUMN} {cursor})")
    office.run(f"CREATE VIEW {name} AS SELECT * FROM {name}_t")
    grantee = READER if office.kind == "postgresql" else f"'{READER}'@'%'"
    office.run(f"GRANT SELECT ON {name} TO {grantee}")


def add(office: Office, name: str, rows: Sequence[Mapping[str, str]], cursor: str) -> None:
    """Rows with this value of the cursor."""
    q = '"' if office.kind == "postgresql" else "`"
    names = ", ".join(f"{q}{column}{q}" for column in (*rows[0], COLUMN))
    for row in rows:
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in row.values())
        office.run(f"INSERT INTO {name}_t ({names}) VALUES ({values}, {cursor})")


class PostgresOffice:
    kind = "postgresql"

    def __init__(self, cluster: Cluster, address: str) -> None:
        self._cluster, self._address = cluster, address

    def place(self) -> dict[str, Any]:
        return {"host": self._address, "port": 5432, "database": "office", "user_name": READER}

    def run(self, statement: str) -> None:
        dsn = self._cluster.dsn(SUPERUSER, "office")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres_office() -> Iterator[PostgresOffice]:
    """A server of its own, that listens on a loopback address of its own."""
    home = throwaway_home("office")
    address = f"127.{os.getpid() % 200 + 20}.{os.getpid() // 200 % 250}.7"
    cluster = Cluster(home, settings={**SETTINGS, "listen_addresses": address})
    try:
        cluster.start()
        with (cluster.data / "pg_hba.conf").open("a") as access:
            access.write("host all all 127.0.0.0/8 scram-sha-256\n")
        with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE office")
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(READER), sql.Literal(PASSWORD)
                )
            )
        yield PostgresOffice(cluster, address)
    finally:
        cluster.stop("immediate")
        shutil.rmtree(home, ignore_errors=True)


class MySQLOffice:
    kind = "mysql"

    def __init__(self, port: int, socket_path: Path) -> None:
        self._port, self._socket = port, socket_path

    def place(self) -> dict[str, Any]:
        return {
            "host": "127.0.0.1",
            "port": self._port,
            "database": "office",
            "user_name": READER,
            "kind": "mysql",
        }

    def run(self, statement: str) -> None:
        connection = pymysql.connect(
            unix_socket=str(self._socket), user="root", charset="utf8mb4", autocommit=True
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE IF NOT EXISTS office CHARACTER SET utf8mb4")
            cursor.execute("USE office")
            cursor.execute(statement)


def _await(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def has_mysql() -> bool:
    """Whether Debian's `mariadb-server-core` is here."""
    return bool(shutil.which("mariadbd") and shutil.which("mariadb-install-db"))


@contextmanager
def mysql_office() -> Iterator[MySQLOffice]:
    """A MariaDB of its own, without any configuration of the machine."""
    home = throwaway_home("mysql")
    data, socket_path = home / "data", home / "s"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    who = f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}"
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", who,
         "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        ["mariadbd", "--no-defaults", f"--datadir={data}", who, f"--socket={socket_path}",
         f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={home / 'pid'}",
         "--innodb-buffer-pool-size=32M", "--skip-log-bin"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        office = MySQLOffice(port, socket_path)
        _await(port)
        quoted = PASSWORD.replace("\\", "\\\\").replace("'", "\\'")
        office.run(f"CREATE USER '{READER}'@'%' IDENTIFIED BY '{quoted}'")
        yield office
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)
