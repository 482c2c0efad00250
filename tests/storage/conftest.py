"""What the tests of the store share: a library of their own, a payload, and a disk that fails on demand."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import durable
from storage.library import Library
from storage.report_file import ReportFile


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPINGBAO_STATE", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "文档库", create=True)


@pytest.fixture
def report(library: Library) -> Iterator[ReportFile]:
    with library.open_report(library.create(a_payload())) as opened:
        yield opened


def a_payload(text: str = "初稿", **head: Any) -> dict[str, Any]:
    return {
        "格式": 1,
        "编号": None,
        "模板": "县级",
        "修改时间": "2024-01-05T09:00:00+08:00",
        "摘要": {
            "单位": "临泽县科学技术协会",
            "年度": "2023",
            "项目": "科技馆免费开放",
            "状态": "草稿",
            "已填": 3,
            "完成": 1,
            "节数": 12,
        },
        **head,
        "章节": [
            {"编号": "封面", "文字": text},
            {"编号": "组织管理", "行": [{"名称": "开放天数", "数值": "267"}]},
        ],
    }


class FailingDisk(durable.Files):
    """The real disk, except that its operation number `nth` (from 1) does not do what it should."""

    def __init__(self, nth: int, failure: Callable[[], BaseException | None]) -> None:
        self.left = nth
        self.failure = failure

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name not in vars(durable.Files):
            return found

        def operation(*arguments: Any) -> Any:
            self.left -= 1
            if self.left:
                return found(*arguments)
            error = self.failure()
            if error is not None:
                raise error
            # A short write: some of it is taken, and then no more.
            return found(arguments[0], bytes(arguments[1])[:7]) if name == "write" else found(*arguments)

        return operation

    @property
    def reached(self) -> bool:
        return self.left <= 0


def _error(number: int) -> Callable[[], BaseException]:
    return lambda: OSError(number, os.strerror(number))


FAILURES: dict[str, Callable[[], BaseException | None]] = {
    "full": _error(errno.ENOSPC),
    "broken": _error(errno.EIO),
    "forbidden": _error(errno.EACCES),
    "read-only": _error(errno.EROFS),
    "short write": lambda: None,
    "interrupted": KeyboardInterrupt,
}


def strays(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(".tmp")]
