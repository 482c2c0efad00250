"""The one family of errors a person is shown."""

import errno


class Refused(Exception):
    """Something that cannot be done; `str(error)` is one Chinese sentence: what, where, what to do."""


def why_unreadable(error: OSError) -> str:
    """Return in a few words why something on a disk could not be read."""
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "没有读取权限"
        case errno.EIO:
            return "磁盘读写出错"
        case _:
            return f"系统报告“{error.strerror or error}”"
