"""Bytes on disk that a crash, a full disk, a pulled stick or a second program cannot take away.

A file is replaced, never written into: new content goes to a temporary file beside it, reaches the disk, takes the
name, and is made to reach the disk once more (on vfat a rename alone can leave a torn file). On a stick it is read
back before it takes the name. Everything of ours that is written on a disk is written here.
"""

import contextlib
import errno
import itertools
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from storage.errors import Refused
from storage.json_file import shown
from storage.media import is_removable
from storage.temporary_names import is_abandoned, is_temporary, temporary_for

_CHUNK = 1024 * 1024
_INSTEAD = "未替换"
_REPLACE_PAUSES = (0.01, 0.04, 0.15, 0.4, 0.9)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOWING = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

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
    read = staticmethod(os.read)
    fsync = staticmethod(os.fsync)
    truncate = staticmethod(os.ftruncate)
    mkdir = staticmethod(os.mkdir)
    link = staticmethod(os.link)
    rename = staticmethod(os.rename)
    replace = staticmethod(os.replace)
    unlink = staticmethod(os.unlink)
    chmod = staticmethod(os.chmod)


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


class NotAsWritten(NotSaved):
    """A disk that gives back something else than what was written on it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "写进去的和读回来的不一样", "请换一个U盘或磁盘后重试")


def write_file(path: Path, data: bytes, *, previous: Sequence[Path] = (), read_back: bool | None = None) -> None:
    """Make `data` the content of `path` (or of what it links to), wholly or not at all, mode 0600.

    When this returns, the content survives a power cut. The content `path` had until now is kept at the first of
    `previous`, what was there at the second, and so on; what was at the last is given up. Their folder is made if
    need be. With `read_back`, the content is compared with what the disk gives back before it takes the place of
    the old; left open, that is done on sticks and cards.

    :raises NotSaved: the old content is then whole, or the new one is; nothing else is left lying about.
    """
    try:
        target = _real(path)
        if target.exists() and not target.is_file():
            raise NotSaved(path, "那里不是普通文件", "请换一个名称后重试")
        instead = target.with_stem(f"{target.stem}-{_INSTEAD}")
        with replacing(target, instead) as temporary:
            _write_new(temporary, data)
            if is_removable(target.parent) if read_back is None else read_back:
                _compare(temporary, data, path)
            if previous and target.exists():
                _keep(target, previous)
        sync_file(target)
        sync_folder(target.parent)
        if os.path.lexists(instead):
            remove(instead)
    except OSError as error:
        raise NotSaved.because(path, error) from error


def append(descriptor: int, data: bytes, *, sync: bool = True) -> None:
    """Add `data` to the end of a file that `open_for_appending` opened; it survives a power cut from then on.

    Without `sync`, only the end of this program.

    :raises OSError: when it was not taken, or only a part of it was.
    """
    write_all(descriptor, data)
    if sync:
        files.fsync(descriptor)


def empty(descriptor: int) -> None:
    """Take everything out of a file that `open_for_appending` opened; a power cut may bring it back.

    :raises OSError: when it stays.
    """
    files.truncate(descriptor, 0)


def open_for_appending(path: Path) -> int:
    """Open a file to add to, made for its owner alone if need be, its folder too; return its descriptor.

    :raises OSError: when it cannot be opened.
    """
    _make_folder(path.parent)
    new = not os.path.lexists(path)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY | _NO_FOLLOWING
    descriptor = files.open(path, flags, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if new:
            sync_folder(path.parent)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def remove(path: Path) -> None:
    """Remove a file that is no longer needed; one that cannot be removed stays. A power cut may bring it back."""
    with contextlib.suppress(OSError):
        files.unlink(path)


def make_folder(folder: Path, *, above: bool = True) -> None:
    """Make a folder durably and for its owner alone, and those `above` it that are missing, unless that is off.

    :raises NotSaved: when it could not be made.
    """
    try:
        for one in (*reversed(folder.parents), folder) if above else (folder,):
            _make_folder(one)
    except OSError as error:
        raise NotSaved.because(folder, error) from error


def keep(path: Path, kept: Path) -> None:
    """Keep the present content of `path` at `kept` as well, replacing what is there; durable.

    :raises NotSaved: when it could not be kept; `path` is untouched in any case.
    """
    try:
        _keep(_real(path), [kept])
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
            sync_folder(target.parent)
            sync_folder(source.parent)
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


def sweep(folder: Path) -> int:
    """Remove the temporary files that writers which died left in `folder`; return how many.

    A file is theirs by its name only, and goes when its writer ran on this machine and is dead, or when it is
    older than a day. Never raises: a folder that cannot be swept is not swept.
    """
    swept = 0
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if not is_temporary(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if is_abandoned(entry.name, age):
                    files.unlink(entry.path)
                    swept += 1
    return swept


@contextlib.contextmanager
def replacing(target: Path, instead: Path | None = None) -> Iterator[Path]:
    """Yield a new name beside `target`; what was put there takes its place at the end, and is gone on failure.

    Where another program holds on to `target`, it takes the name `instead`.

    :raises NotSaved: when it took that name.
    """
    temporary = temporary_for(target)
    try:
        yield temporary
        try:
            _replace(temporary, target)
        except PermissionError as held:
            if instead is None:
                raise
            with contextlib.suppress(OSError):
                files.replace(temporary, instead)
                sync_folder(instead.parent)
                where = f"文件正被其他程序占用，内容先存成了“{shown(Path(instead.name))}”"
                raise NotSaved(target, where, "请关闭占用它的程序后重试") from held
            raise
    except BaseException:
        with contextlib.suppress(OSError):
            files.unlink(temporary)
        raise


def _real(path: Path) -> Path:
    # Unlike Path.resolve, this has an answer for links in a circle.
    return Path(os.path.realpath(path))


def _write_new(path: Path, data: bytes) -> None:
    descriptor = open_new(path)
    try:
        write_all(descriptor, data)
        files.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_new(path: Path) -> int:
    """Make a file for its owner alone and return its descriptor; raises OSError, also when there is one."""
    return files.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however little the system takes at a time; raises OSError."""
    rest = memoryview(data)
    while rest:
        written = files.write(descriptor, rest)
        if not written:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def forget_cached(descriptor: int) -> None:
    """Let what is read from a file come from the disk."""
    if hasattr(os, "posix_fadvise"):
        # Else memory would answer for the stick.
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _compare(written: Path, data: bytes, path: Path) -> None:
    descriptor = files.open(written, os.O_RDONLY | _BINARY)
    try:
        forget_cached(descriptor)
        there = b"".join(iter(lambda: files.read(descriptor, _CHUNK), b""))
    finally:
        os.close(descriptor)
    if there != data:
        raise NotAsWritten(path)


def _keep(source: Path, generations: Sequence[Path]) -> None:
    newest = generations[0]
    _make_folder(newest.parent)
    # A save tried again has kept it already; and renaming a file onto another name of its own would do nothing.
    if newest.exists() and (newest.samefile(source) or newest.read_bytes() == source.read_bytes()):
        return
    copied = False
    with replacing(newest) as temporary:
        try:
            files.link(source, temporary)
        except OSError:
            _write_new(temporary, source.read_bytes())
            copied = True
        # Only now, when nothing more can be short of room; and not for a generation that is not there.
        if newest.exists():
            for older, newer in itertools.pairwise(reversed(generations)):
                if newer.exists():
                    _replace(newer, older)
    # What is about to be replaced has to be safe here first. Where there are no links, a rename may tear as well.
    if copied:
        sync_file(newest)
    sync_folder(newest.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        try:
            files.mkdir(folder, 0o700)
        except FileExistsError:
            # Another program was quicker; but a file in its place is no folder.
            if not folder.is_dir():
                raise
        sync_folder(folder.parent)


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


def sync_file(path: Path, flags: int = os.O_RDWR | _BINARY) -> None:
    """Make the content of a file reach the disk; raises OSError."""
    descriptor = files.open(path, flags)
    try:
        files.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder reach the disk; raises OSError."""
    if sys.platform == "win32":
        return
    try:
        sync_file(folder, os.O_RDONLY)
    except OSError as error:
        # Some file systems know no fsync of a folder; there is then nothing better to be had.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
