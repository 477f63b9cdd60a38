"""The bundled PostgreSQL starts where it must, survives being killed, and lets nobody else in."""

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gongxin.jobs.cluster import SOCKET_NAME, SUPERUSER, Cluster, run_directory
from gongxin.jobs.database import DatabaseRefused, assert_fit, prepare_cluster
from gongxin.jobs.programs import ClusterRefused
from tests.databases import SETTINGS
from tests.throwaway import throwaway_home


@pytest.fixture
def home() -> Iterator[Path]:
    made = throwaway_home("cluster")
    yield made
    Cluster(made).stop("immediate")
    shutil.rmtree(made)


def started(home: Path) -> Cluster:
    cluster = Cluster(home, settings=SETTINGS)
    cluster.start()
    return cluster


def test_starting_and_preparing_twice_changes_nothing(home: Path) -> None:
    cluster = started(home)
    prepare_cluster(cluster)
    assert cluster.start() is False
    prepare_cluster(cluster)
    assert cluster.is_running()
    assert cluster.stop() is True
    assert cluster.stop() is False
    assert not cluster.is_running()


def test_what_was_acknowledged_is_there_after_the_server_was_killed(home: Path) -> None:
    cluster = started(home)
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged AS SELECT 1 AS x")
        pid = cluster.postmaster_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        # Started while the orphan of this very connection may still be alive.
        cluster.start()
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres")) as connection:
        assert connection.execute("SELECT x FROM acknowledged").fetchall() == [(1,)]


def test_a_creation_that_was_killed_half_way_is_begun_anew(home: Path) -> None:
    (home / "postgres.unfinished").mkdir()
    (home / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    assert started(home).is_running()


def test_checksums_are_on_and_letters_are_those_of_unicode(home: Path) -> None:
    cluster = started(home)
    prepare_cluster(cluster)
    with psycopg.connect(cluster.dsn(SUPERUSER, "gongxin")) as connection:
        found = connection.execute(
            "SELECT current_setting('data_checksums'), datctype, datcollate, datlocale "
            "FROM pg_database WHERE datname = 'gongxin'"
        ).fetchone()
    assert found == ("on", "C.UTF-8", "C", "C.UTF-8")


def test_nothing_listens_on_the_network_and_the_socket_is_closed_to_others(home: Path) -> None:
    cluster = started(home)
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(cluster.socket_directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.data / "pg_hba.conf").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to act as another user")
def test_another_user_of_this_machine_is_refused_even_at_the_socket(home: Path) -> None:
    cluster = started(home)
    cluster.socket_directory.chmod(0o755)
    (cluster.socket_directory / SOCKET_NAME).chmod(0o777)
    program = shutil.which("psql") or "psql"
    if not Path(program).exists():
        pytest.skip("no psql on the path of other users")
    ended = subprocess.run(
        [
            program,
            "-h",
            cluster.socket_directory,
            "-U",
            SUPERUSER,
            "-d",
            "postgres",
            "-c",
            "SELECT",
        ],
        cwd="/",
        env={"PATH": "/usr/bin:/bin"},
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode != 0
    assert "Peer authentication failed" in ended.stderr


def test_a_home_too_long_for_a_socket_still_serves(home: Path) -> None:
    deep = home / ("很长的目录" * 8)
    assert run_directory(deep).parent == Path("/tmp")
    deep.mkdir()
    deep.chmod(0o711)
    cluster = started(deep)
    try:
        with psycopg.connect(cluster.dsn(SUPERUSER, "postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        cluster.stop("immediate")
        shutil.rmtree(cluster.socket_directory)


def test_a_socket_folder_that_others_may_enter_is_refused(home: Path) -> None:
    run = home / "run"
    run.mkdir()
    run.chmod(0o777)
    with pytest.raises(ClusterRefused, match="run exists"):
        started(home)
    assert stat.S_IMODE(run.stat().st_mode) == 0o777  # and it was not changed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_a_home_that_the_servers_user_cannot_enter_is_refused_and_not_changed(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ClusterRefused) as refused:
        started(closed / "gongxin")
    assert "GONGXIN_HOME" in refused.value.remedy_en
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_a_named_server_user_that_does_not_exist_is_refused(home: Path) -> None:
    with pytest.raises(ClusterRefused):
        Cluster(home, server_user="nobody-of-that-name").start()


@pytest.mark.parametrize("locale", ["LC_CTYPE 'C'", "ENCODING 'SQL_ASCII' LC_CTYPE 'C'"])
def test_a_database_that_does_not_know_chinese_letters_is_refused(home: Path, locale: str) -> None:
    cluster = started(home)
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE deaf TEMPLATE template0 LOCALE_PROVIDER libc LC_COLLATE 'C' {locale}"
        )
    with psycopg.connect(cluster.dsn(SUPERUSER, "deaf")) as connection:
        with pytest.raises(DatabaseRefused):
            assert_fit(connection)
        connection.execute("CREATE EXTENSION pg_trgm")
        with pytest.raises(DatabaseRefused):
            assert_fit(connection)
