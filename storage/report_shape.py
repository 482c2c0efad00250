"""The shape of a report file: TinyDB tables under Chinese names, the head first so that listing finds it."""

import re
from typing import Any, Final

from storage.errors import Refused
from storage.json_file import Damaged

FORMAT: Final = 1
HEAD, SECTIONS, PLACE = "报告", "章节", "停留"
ID = re.compile("[0-9]{4}-[0-9a-z]{6}")
"""What names a report, and its file without the `.json`."""

PREVIOUS, DAMAGED, TRASH, HISTORY, LOCKS, JOURNALS = "上一版", "损坏", "回收站", "历史", ".锁", ".未存"
"""The folders of a library beside its reports."""
BACKUP_RECORD: Final = ".备份.json"
"""The file of a library that says when it was backed up last."""


class TooNew(Refused):
    """A report, or a library, written by a later version of this program."""

    def __init__(self, where: str) -> None:
        super().__init__(f"“{where}”由更新的版本写成，请升级自评宝。")


def check_format(head: dict[str, Any], where: str) -> None:
    """Refuse what does not bear the format this version writes.

    :raises TooNew: when a later version wrote it.
    :raises Damaged: when it bears no format at all.
    """
    number = head.get("格式")
    if type(number) is not int or number < 1:
        raise Damaged(where, "内容不是自评宝写的")
    if number > FORMAT:
        raise TooNew(where)


def check_tables(tables: dict[str, Any] | None, where: str) -> dict[str, Any]:
    """Return the head of a report after making sure that `tables` are those of a report file.

    :raises TooNew: when a later version wrote them.
    :raises Damaged: when the head, the list of sections or one of its members is missing or of the wrong kind.
    """
    found = tables or {}
    head = _documents(found.get(HEAD), where).get("1")
    if head is None:
        raise Damaged(where, "缺少报告的开头部分")
    check_format(head, where)
    sections = _documents(found.get(SECTIONS), where)
    if set(sections) != {str(number) for number in range(1, len(sections) + 1)}:
        raise Damaged(where, "章节不全")
    _documents(found.get(PLACE, {}), where)
    return head


def _documents(table: object, where: str) -> dict[str, dict[str, Any]]:
    if not isinstance(table, dict) or not all(isinstance(document, dict) for document in table.values()):
        raise Damaged(where, "内容不是一份报告")
    return table
