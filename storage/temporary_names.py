"""Names of files that are being written: they tell what died with its writer from what is under way."""

import itertools
import os
import platform
import re
import sys
import zlib
from pathlib import Path

_STALE_AFTER = 24 * 3600
_NAME = re.compile(r"\..*\.(?P<host>[A-Za-z0-9-]+)-(?P<pid>[0-9]+)-[0-9]+\.tmp", re.DOTALL)
_numbers = itertools.count(1)


def temporary_for(target: Path) -> Path:
    """Return a name beside `target` that no file bears yet, and that says who is writing."""
    # Forty characters of the name tell whose file it is and leave room below the 255 bytes a name may have.
    names = (f".{target.stem[:40]}.{host()}-{os.getpid()}-{number}.tmp" for number in _numbers)
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))


def is_temporary(name: str) -> bool:
    """Say whether a file of this name is one that was being written."""
    return _NAME.fullmatch(name) is not None


def is_abandoned(name: str, age: float) -> bool:
    """Say whether the writer of a temporary file, `age` seconds old, is dead: here, or for all one can know."""
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    return age > _STALE_AFTER or (match["host"] == host() and not is_alive(int(match["pid"])))


def host() -> str:
    """Return this machine's name as it can be part of a file's name, different for different machines."""
    node = platform.node()
    plain = re.sub("[^A-Za-z0-9-]", "-", node)[:40]
    # Two machines named in Chinese would both be "---": their names are told apart by a checksum.
    return plain if plain == node and node else f"{plain}-{zlib.crc32(node.encode('utf-8', 'replace')):08x}"


def is_alive(pid: int) -> bool:
    """Say whether a process of this machine is running, or may be."""
    if sys.platform == "win32":
        # There, signal 0 is not a question but Ctrl-C; such a file waits until it is a day old.
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
