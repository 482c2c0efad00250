"""Bytes on disk that a crash, a full disk, a pulled stick or a second program cannot take away.

A file is replaced, never written into: new content goes to a temporary file beside it, reaches the disk, takes the
name, and is made to reach the disk once more (on vfat a rename alone can leave a torn file).
"""

import contextlib
import errno
import itertools
import os
import platform
import re
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from storage.errors import Refused
from storage.json_file import shown

_STALE_AFTER = 24 * 3600
_REPLACE_PAUSES = (0.01, 0.04, 0.15, 0.4, 0.9)
_BINARY = getattr(os, "O_BINARY", 0)
_TEMPORARY = re.compile(r"\..*\.(?P<host>[A-Za-z0-9-]+)-(?P<pid>[0-9]+)-[0-9]+\.tmp", re.DOTALL)
_numbers = itertools.count(1)

_RETRY_SPACE = ("磁盘已满", "请腾出空间后重试")
_RETRY_RIGHTS = ("没有写入权限，或文件正被其他程序占用", "请关闭占用它的程序或换一个位置后重试")
_RETRY_DISK = ("磁盘读写出错", "请检查磁盘或U盘后重试")
_RETRY_FOLDER = ("文件夹不在了", "请插回U盘或换一个位置后重试")
_REASONS = {
    errno.ENOSPC: _RETRY_SPACE,
    errno.EDQUOT: _RETRY_SPACE,
    errno.EROFS: ("磁盘是只读的，没有写入权限", "请解除只读或换一个位置后重试"),
    errno.EACCES: _RETRY_RIGHTS,
    errno.EPERM: _RETRY_RIGHTS,
    errno.EIO: _RETRY_DISK,
    errno.ENODEV: _RETRY_DISK,
    errno.ENXIO: _RETRY_DISK,
    errno.ENOENT: _RETRY_FOLDER,
    errno.ENOTDIR: ("路径中间有一个不是文件夹", "请换一个位置后重试"),
    errno.EEXIST: ("那里已经有同名的文件", "请把它改名或换一个位置后重试"),
    errno.EISDIR: ("那里是文件夹，不是文件", "请换一个名称后重试"),
    errno.ENAMETOOLONG: ("文件名太长", "请换一个短一些的名称后重试"),
}


class Files:
    """The operations of the system that decide whether bytes survive; everything durable goes through them."""

    open = staticmethod(os.open)
    write = staticmethod(os.write)
    fsync = staticmethod(os.fsync)
    link = staticmethod(os.link)
    rename = staticmethod(os.rename)
    replace = staticmethod(os.replace)
    unlink = staticmethod(os.unlink)


files = Files()


class NotSaved(Refused):
    """Something did not reach the disk; what was there before is whole.

    `path` is where it should have gone, `reason` and `remedy` are the two halves of the sentence, for callers with
    no screen to speak of.
    """

    _sentence = "没有保存到“{path}”：{reason}；内容仍在屏幕上，{remedy}。"

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(self._sentence.format(path=shown(path), reason=reason, remedy=remedy))
        self.path, self.reason, self.remedy = path, reason, remedy

    @classmethod
    def because(cls, path: Path, error: Exception) -> Self:
        """Return the refusal that tells `error` in words."""
        if isinstance(error, OSError):
            known = _REASONS.get(error.errno or 0)
            return cls(path, *(known or (f"系统报告“{error.strerror or error}”", "请稍后重试")))
        return cls(path, "内容里有不能保存的字符或数值", "请改掉后重试")


class NotMoved(NotSaved):
    """A file that stayed where it was."""

    _sentence = "没有移到“{path}”：{reason}；它仍在原处，{remedy}。"


def write_file(path: Path, data: bytes, *, previous: Path | None = None) -> None:
    """Make `data` the content of `path` (or of what it links to), wholly or not at all, mode 0600.

    When this returns, the content survives a power cut. With `previous`, the content `path` had until now is kept
    there (its folder is made if need be).

    :raises NotSaved: the old content is then whole, or the new one is; nothing else is left lying about.
    """
    try:
        target = _real(path)
        if target.exists() and not target.is_file():
            raise NotSaved(path, "那里不是普通文件", "请换一个名称后重试")
        with _replacing(target) as temporary:
            _write_new(temporary, data)
            if previous is not None and target.exists():
                _keep(target, previous)
        _sync(target, os.O_RDWR | _BINARY)
        _sync_folder(target.parent)
    except OSError as error:
        raise NotSaved.because(path, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, durably and for its owner alone.

    :raises NotSaved: when it could not be made.
    """
    try:
        for missing in [above for above in (*reversed(folder.parents), folder) if not above.is_dir()]:
            _make_folder(missing)
    except OSError as error:
        raise NotSaved.because(folder, error) from error


def keep(path: Path, kept: Path) -> None:
    """Keep the present content of `path` at `kept` as well, replacing what is there; durable.

    :raises NotSaved: when it could not be kept; `path` is untouched in any case.
    """
    try:
        _keep(_real(path), kept)
        _sync_folder(kept.parent)
    except OSError as error:
        raise NotSaved.because(kept, error) from error


def move(source: Path, target: Path) -> None:
    """Move a file to another folder of the same disk (made if need be), durably and never over another file.

    :raises NotMoved: when it could not be moved; it is then still where it was.
    """
    try:
        _make_folder(target.parent)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        files.rename(source, target)
        try:
            _sync_folder(target.parent)
            _sync_folder(source.parent)
        except OSError:
            with contextlib.suppress(OSError):
                files.rename(target, source)
            raise
    except OSError as error:
        raise NotMoved.because(target, error) from error


def unused(path: Path, mark: str = "-{}") -> Path:
    """Return `path`, or the first with a `mark` of 2, 3 … before its suffix, that no file or link bears yet."""
    candidates = (path.with_stem(path.stem + mark.format(number)) for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain([path], candidates) if not os.path.lexists(candidate))


def is_writable(folder: Path) -> bool:
    """Say whether files may be made in a folder; a full disk is another matter."""
    probe = _temporary_for(folder / "试写")
    try:
        os.close(files.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        files.unlink(probe)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS)
    return True


def sweep(folder: Path) -> int:
    """Remove the temporary files that writers which died left in `folder`; return how many.

    A file is theirs by its name only, and goes when its writer ran on this machine and is dead, or when it is
    older than a day. Never raises: a folder that cannot be swept is not swept.
    """
    swept = 0
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            match = _TEMPORARY.fullmatch(entry.name)
            if match is None or not entry.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if age > _STALE_AFTER or (match["host"] == _host() and not _alive(int(match["pid"]))):
                    files.unlink(entry.path)
                    swept += 1
    return swept


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Yield a new name beside `target`; what was put there takes its place at the end, and is gone on failure."""
    temporary = _temporary_for(target)
    try:
        yield temporary
        _replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            files.unlink(temporary)
        raise


def _real(path: Path) -> Path:
    # Unlike Path.resolve, this has an answer for links in a circle.
    return Path(os.path.realpath(path))


def _temporary_for(target: Path) -> Path:
    # Forty characters of the name tell whose file it is and leave room below the 255 bytes a name may have.
    names = (f".{target.stem[:40]}.{_host()}-{os.getpid()}-{number}.tmp" for number in _numbers)
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))


def _host() -> str:
    node = platform.node()
    plain = re.sub("[^A-Za-z0-9-]", "-", node)[:40]
    # Two machines named in Chinese would both be "---": their names are told apart by a checksum.
    return plain if plain == node and node else f"{plain}-{zlib.crc32(node.encode('utf-8', 'replace')):08x}"


def _alive(pid: int) -> bool:
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


def _write_new(path: Path, data: bytes) -> None:
    descriptor = files.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            written = files.write(descriptor, rest)
            if not written:
                raise OSError(errno.EIO, os.strerror(errno.EIO), path)
            rest = rest[written:]
        files.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep(source: Path, kept: Path) -> None:
    _make_folder(kept.parent)
    # Renaming one name of a file onto another name of the same file does nothing, and would leave the first.
    if kept.exists() and kept.samefile(source):
        return
    with _replacing(kept) as temporary:
        try:
            files.link(source, temporary)
        except OSError:
            _write_new(temporary, source.read_bytes())


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


def _replace(temporary: Path, target: Path) -> None:
    # On Windows a virus scanner, an indexer or WPS may hold the target for a moment.
    for pause in _REPLACE_PAUSES:
        try:
            files.replace(temporary, target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    files.replace(temporary, target)


def _sync(path: Path, flags: int) -> None:
    descriptor = files.open(path, flags)
    try:
        files.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        _sync(folder, os.O_RDONLY)
    except OSError as error:
        # Some file systems know no fsync of a folder; there is then nothing better to be had.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
