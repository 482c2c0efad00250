"""A file too long to be held in memory, written as durably as any other and read back before it takes its name."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

from storage import durable
from storage.durable import NotSaved, forget_cached, open_new, replacing, sync_file, sync_folder, write_all

_CHUNK: Final = 1024 * 1024


def write_stream(path: Path, fill: Callable[[BinaryIO], object], verify: Callable[[Path], object]) -> None:
    """Make a new file of any length, wholly or not at all, mode 0600.

    `fill` writes its content, and `verify` reads from the disk what was written, under another name, before the
    file takes its own. When this returns, it survives a power cut. What the two raise ends it.

    :raises NotSaved: also when there is such a file already; nothing is left lying about.
    """
    try:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        with replacing(path) as temporary:
            descriptor = open_new(temporary)
            try:
                with io.BufferedWriter(_Stream(descriptor), _CHUNK) as stream:
                    fill(stream)
                durable.files.fsync(descriptor)
                forget_cached(descriptor)
            finally:
                os.close(descriptor)
            verify(temporary)
        sync_file(path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotSaved.because(path, error) from error


class _Stream(io.RawIOBase):
    """The writing end of a file that was opened here; whoever opened it closes it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        write_all(self._descriptor, data)
        return len(data)
