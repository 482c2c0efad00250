"""Files as they come: encodings, line ends, controls, and the kinds that have to be converted first."""

from pathlib import Path

import pytest

from exports.reading.files import read_source
from storage.errors import Refused

TEXT = "一、项目概况\n修建道路。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_reads_the_same(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXT.replace("\n", end).encode(encoding))
    source = read_source(path)
    assert [(line.number, line.text) for line in source.lines] == [(1, "一、项目概况"), (2, "修建道路。"), (3, "")]


def test_controls_are_dropped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("一、项\x1b[31m目\u202e概况\x00\n第\x0c二页\n", encoding="utf-8")
    source = read_source(path)
    assert [(line.number, line.text) for line in source.lines] == [
        (1, "一、项[31m目概况"),
        # What breaks a line for some programs leaves the numbers of the file as they are.
        (2, "第"),
        (2, "二页"),
        (3, ""),
    ]
    assert source.dropped == 3


@pytest.mark.parametrize("name", ["报告.doc", "报告.wps", "报告.pdf", "其实是旧的.docx", "其实是旧的.txt"])
def test_old_formats_are_told_how_to_convert(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)
    with pytest.raises(Refused, match=r"另存为 \.docx"):
        read_source(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xlsx", b"PK\x03\x04", "只能读"),
        ("其实是压缩包.txt", b"PK\x03\x04" + b"\0" * 40, "压缩包"),
        ("图片.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xfe\xfa", "编码认不出"),
        ("长.txt", b"1.\n" * 50_001, "超过50000行"),
        ("宽.txt", "一、概况。".encode() * 200_001, "一百万字"),
        ("大.txt", b"\xe4" * (8 * 1024 * 1024 + 1), "超过8兆字节"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused, match=said) as refused:
        read_source(path)
    assert str(refused.value).endswith("。") and name in str(refused.value)


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "无.txt", "文件不存在"), (tmp_path, "不是普通文件")):
        with pytest.raises(Refused, match=said):
            read_source(path)
