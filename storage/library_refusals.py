"""Why a folder cannot be used as a library, kind by kind, and what a person may choose instead."""

from pathlib import Path

from storage.errors import Refused
from storage.json_file import shown


class LibraryRefused(Refused):
    """A folder that cannot be used as a library as it is.

    `offers` says what a person may choose instead: "retry" (after plugging in or repairing), "create" (open with
    `create`), "forget" (open with `create` and `forget`), "choose" (another folder).
    """

    offers: tuple[str, ...] = ("choose",)
    _sentence = ""

    def __init__(self, path: Path, reason: str = "") -> None:
        super().__init__(self._sentence.format(path=shown(path), reason=reason))
        self.path = path


class LibraryMissing(LibraryRefused):
    """There is no such folder."""

    offers: tuple[str, ...] = ("create", "choose")
    _sentence = "文档库文件夹“{path}”不存在，请新建它或另选一个文件夹。"


class LibraryLost(LibraryMissing):
    """A library was there before, and what is there now is none."""

    offers = ("retry", "forget", "choose")
    _sentence = "文档库“{path}”原来在这里，现在找不到了，请插好U盘或连好磁盘后重试。"


class LibraryNotFolder(LibraryRefused):
    """The path names something else than a folder."""

    _sentence = "“{path}”不是文件夹，请另选一个文件夹作文档库。"


class LibraryUnreadable(LibraryRefused):
    """A folder that cannot be listed."""

    offers = ("retry", "choose")
    _sentence = "文档库文件夹“{path}”读不出来：{reason}；请检查磁盘和权限后重试。"


class NotALibrary(LibraryRefused):
    """A folder that never was a library."""

    offers = ("create", "choose")
    _sentence = "文件夹“{path}”还不是文档库，请确认在这里新建或另选一个文件夹。"


class LibraryNotMade(LibraryRefused):
    """A library that could not be made there."""

    offers = ("retry", "choose")
    _sentence = "不能在“{path}”新建文档库：{reason}；请另选一个文件夹。"
