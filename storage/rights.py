"""Who may read and write what is on a disk."""

import errno
import os
import stat
import sys
from pathlib import Path

from storage import durable
from storage.temporary_names import temporary_for


def is_writable(folder: Path) -> bool:
    """Say whether files may be made in a folder; a full disk is another matter."""
    probe = temporary_for(folder / "试写")
    try:
        os.close(durable.files.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        durable.files.unlink(probe)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS)
    return True


def restrict(path: Path) -> bool:
    """Let nobody but its owner read and write a file or folder; say whether that was not so before.

    One that is somebody else's, or on a disk that knows no rights, stays as it is.
    """
    try:
        status = path.lstat()
        wanted = {stat.S_IFREG: 0o600, stat.S_IFDIR: 0o700}.get(stat.S_IFMT(status.st_mode))
        if sys.platform == "win32" or wanted in (None, stat.S_IMODE(status.st_mode)):
            return False
        durable.files.chmod(path, wanted)
        return stat.S_IMODE(path.lstat().st_mode) == wanted
    except OSError:
        return False
