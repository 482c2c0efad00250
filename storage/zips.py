"""Zip files one did not make: the number of entries and what they unpack to is bounded before any is read."""

import zipfile
from typing import Any, BinaryIO, Final, cast

_LONGEST_LIST: Final = 24 * 1024 * 1024
_PIECE: Final = 1024 * 1024


class BadZip(Exception):
    """A file that is no zip, is damaged, or, if it is `too_large`, has more in it than was allowed."""

    def __init__(self, *, too_large: bool = False) -> None:
        self.too_large = too_large


def open_zip(stream: BinaryIO, *, most: int, largest: int) -> zipfile.ZipFile:
    """Return the zip in a seekable stream, at most `most` entries that unpack to at most `largest` bytes.

    That is what its list says; `read_entry` believes none of it. Whoever opened the stream closes it.

    :raises BadZip: when it is none, damaged or larger.
    """
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Bounded(stream)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise BadZip from error
    entries = archive.infolist()
    if len(entries) > most or sum(entry.file_size for entry in entries) > largest:
        raise BadZip(too_large=True)
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return what an entry holds, which takes no more memory than its list says.

    :raises BadZip: when it cannot be unpacked, or is longer or shorter than the list says.
    """
    try:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others unpack all they hold at once.
            raise BadZip
        with archive.open(entry) as stream:
            # Never more than the list says: zipfile stops there.
            data = b"".join(iter(lambda: stream.read(_PIECE), b""))
    # What zlib and zipfile raise for damaged entries has no common kind.
    except Exception as error:
        raise BadZip from error
    if len(data) != entry.file_size:
        raise BadZip
    return data


class _Bounded:
    """A stream that hands out no longer list of entries than there may be: zipfile reads it at one go."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        if size > _LONGEST_LIST:
            raise zipfile.BadZipFile
        return self._stream.read(size)
