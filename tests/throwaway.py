"""Where a run of the tests keeps its data: a folder named after the process, removed when that is gone."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from gongxin.jobs.cluster import Cluster

HOME_VARIABLE: Final = "GONGXIN_TEST_HOME"
# Not the folder of TMPDIR: as root, another user runs PostgreSQL and must be able to enter; a socket's
# path must be short besides.
PLACE: Final = Path("/tmp")
PREFIX: Final = f"gx-test-{os.geteuid()}-"


def throwaway_home(kind: str = "run") -> Path:
    remove_dead_homes()
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{kind}-", dir=PLACE))
    home.chmod(0o711)
    return home


def remove_dead_homes() -> None:
    """A run that was killed leaves a server behind; the next run ends it."""
    for home in PLACE.glob(f"{PREFIX}*"):
        pid = int(home.name.removeprefix(PREFIX).split("-", 1)[0])
        with suppress(FileNotFoundError):  # another run was faster
            if home.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
                Cluster(home).stop("immediate")
                shutil.rmtree(home, ignore_errors=True)
