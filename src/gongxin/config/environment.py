"""Every environment variable the platform reads: one typed list, read once. It decides nothing about the law.

`docs/operations.md` and `dotenv-sample` show the same list; a test compares them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongxin.refusal import Refusal

REPOSITORY: Final = Path(__file__).resolve().parents[3]
MODES: Final = ("demo", "production", "development")


@dataclass(frozen=True)
class Variable:
    """One variable: `kind` is text, path, whole, words or one of the listed words joined by `|`."""

    name: str
    kind: str
    unit: str
    default: str
    zh: str
    en: str


VARIABLES: Final[tuple[Variable, ...]] = (
    Variable(
        "GONGXIN_HOME",
        "path",
        "",
        "",
        "全部数据所在的目录。默认是仓库下的 var/；以 root 运行时是 /var/lib/gongxin",
        "folder of all data. Default: var/ in the repository; as root /var/lib/gongxin",
    ),
    Variable(
        "GONGXIN_DATABASE_URL",
        "text",
        "",
        "",
        "应用角色连接 PostgreSQL（15 及以上）的地址；不填则用自带的 PostgreSQL",
        "where the application role reaches a PostgreSQL server (15 or later); empty: the bundled one",
    ),
    Variable(
        "GONGXIN_OWNER_DATABASE_URL",
        "text",
        "",
        "",
        "属主角色的连接地址，只用于迁移；不填则与 GONGXIN_DATABASE_URL 相同",
        "where the owner role reaches it, for migrations alone; empty: as GONGXIN_DATABASE_URL",
    ),
    Variable(
        "GONGXIN_JURISDICTION",
        "text",
        "",
        "xingning",
        "适用的辖区，即 jurisdictions/ 下的目录名",
        "the jurisdiction served: a folder of jurisdictions/",
    ),
    Variable(
        "GONGXIN_MODE",
        "|".join(MODES),
        "",
        "development",
        "运行方式：demo 为构造数据演示，production 拒绝未核实的法定数值",
        "demo shows constructed data, production refuses unverified values of the law",
    ),
    Variable(
        "GONGXIN_SERVER_USER",
        "text",
        "",
        "",
        "以 root 运行时，自带 PostgreSQL 使用的系统用户；不填依次取 gongxin、postgres、nobody",
        "as root, the system user the bundled PostgreSQL runs as; "
        "empty: the first of gongxin, postgres, nobody that exists",
    ),
    Variable(
        "GONGXIN_ARCHIVE",
        "path",
        "",
        "",
        "自带 PostgreSQL 的预写日志存到哪个目录，应在另一块磁盘上；不填则不存，丢失磁盘时只能回到上一次备份",
        "folder, on another disk, to which the bundled PostgreSQL's write-ahead log is copied; "
        "empty: it is not, and a lost disk leads back to the last backup",
    ),
    Variable(
        "GONGXIN_SHARED_BUFFERS_MIB",
        "whole",
        "MiB",
        "256",
        "自带 PostgreSQL 的共享缓冲区大小",
        "shared buffers of the bundled PostgreSQL",
    ),
    Variable(
        "GONGXIN_POOL_SIZE",
        "whole",
        "connections",
        "0",
        "每个进程保留的数据库连接数；0 表示不设连接池。gongxin serve 默认用 4",
        "database connections kept per process; 0: no pool. `gongxin serve` gives its workers 4",
    ),
    Variable(
        "GONGXIN_ALLOWED_HOSTS",
        "words",
        "",
        "localhost,127.0.0.1,[::1]",
        "网站可用的主机名，逗号分隔",
        "host names the site answers to, separated by commas",
    ),
    Variable(
        "GONGXIN_HTTPS",
        "yes|no",
        "",
        "no",
        "前面的代理提供 HTTPS 时填 yes：只在 HTTPS 下发送 Cookie，并声明 HSTS",
        "yes when a proxy in front speaks HTTPS: cookies travel by HTTPS alone and HSTS is declared",
    ),
    Variable(
        "GONGXIN_PROXIES",
        "words",
        "",
        "",
        "前置代理的地址，逗号分隔；只有来自这些地址的连接，其 X-Forwarded-For 才算数。不填则一律按连接地址",
        "addresses of the proxies in front, separated by commas: X-Forwarded-For counts on a connection "
        "from one of them alone; empty: the address of the connection always counts",
    ),
    Variable(
        "GONGXIN_CHECKS_PER_5_MINUTES",
        "whole",
        "requests",
        "600",
        "不带密钥的调用方每 5 分钟可发起的信用核查次数，其余只读接口同此数；0 表示不限",
        "credit checks that a caller without a key may make in 5 minutes, and as many other reads "
        "of the API; 0: no limit",
    ),
    Variable(
        "GONGXIN_CLAMD",
        "path",
        "",
        "",
        "clamd 查毒程序的 UNIX 套接字；不填则附件不查毒，凡显示附件的页面都会写明",
        "UNIX socket of the virus scanner clamd; empty: attachments are not scanned, and every page that shows one says so",
    ),
)


class EnvironmentRefused(Refusal):
    """A variable has a value that its kind does not allow."""

    code = "environment.value"


@dataclass(frozen=True)
class Environment:
    home: Path
    database_url: str
    owner_database_url: str
    jurisdiction: str
    mode: str
    server_user: str
    archive: Path | None
    shared_buffers_mib: int
    pool_size: int
    allowed_hosts: tuple[str, ...]
    https: bool
    proxies: tuple[str, ...]
    checks_per_5_minutes: int
    clamd: Path | None


def default_home() -> Path:
    # PostgreSQL refuses root and its other user may not be able to enter the clone (a 0700 home),
    # so as root the data live in the system's place for data.
    return Path("/var/lib/gongxin") if os.geteuid() == 0 else REPOSITORY / "var"


def read(source: Mapping[str, str]) -> Environment:
    """The variables with their defaults, checked; a wrong value is refused by name."""
    values = {v.name: source.get(v.name, "").strip() or v.default for v in VARIABLES}
    for variable in VARIABLES:
        _check(variable, values[variable.name])
    return Environment(
        home=_path(values["GONGXIN_HOME"]) or default_home(),
        database_url=values["GONGXIN_DATABASE_URL"],
        owner_database_url=values["GONGXIN_OWNER_DATABASE_URL"] or values["GONGXIN_DATABASE_URL"],
        jurisdiction=values["GONGXIN_JURISDICTION"],
        mode=values["GONGXIN_MODE"],
        server_user=values["GONGXIN_SERVER_USER"],
        archive=_path(values["GONGXIN_ARCHIVE"]),
        shared_buffers_mib=int(values["GONGXIN_SHARED_BUFFERS_MIB"]),
        pool_size=int(values["GONGXIN_POOL_SIZE"]),
        allowed_hosts=tuple(values["GONGXIN_ALLOWED_HOSTS"].split(",")),
        https=values["GONGXIN_HTTPS"] == "yes",
        proxies=tuple(filter(None, values["GONGXIN_PROXIES"].split(","))),
        checks_per_5_minutes=int(values["GONGXIN_CHECKS_PER_5_MINUTES"]),
        clamd=Path(values["GONGXIN_CLAMD"]) if values["GONGXIN_CLAMD"] else None,
    )


def _path(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _check(variable: Variable, value: str) -> None:
    allowed = variable.kind.split("|")
    if variable.kind == "whole":
        fine = value.isascii() and value.isdigit()
        wanted = "0, 1, 2 …"
    else:
        fine = len(allowed) == 1 or value in allowed
        wanted = "、".join(allowed)
    if not fine:
        raise EnvironmentRefused(
            f"环境变量 {variable.name} 的值“{value}”不可用，应为：{wanted}",
            f"environment variable {variable.name} cannot be {value!r}; it takes {wanted}",
            remedy_zh="改正后重试；全部变量见 docs/operations.md",
            remedy_en="correct it and try again; docs/operations.md lists every variable",
            details={"variable": variable.name},
        )


def process_environment() -> Environment:
    """What this process was started with."""
    return read(os.environ)
