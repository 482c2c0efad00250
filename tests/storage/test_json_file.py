import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.json_file import Damaged, encode, parse

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('汉字 a\n"\\\x00{'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('键名k"', max_size=4), inner, max_size=3),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5, alphabet='报告章节:"'), VALUES, max_size=4))
def test_what_is_encoded_is_parsed_equal_and_is_plain_json(document: dict[str, object]) -> None:
    data = encode(document)
    assert parse(data, "甲") == document == json.loads(data)


def test_a_report_is_readable_in_any_editor() -> None:
    assert (
        encode({"报告": {"1": {"单位": "临泽县"}}}).decode()
        == '{\n "报告": {\n  "1": {\n   "单位": "临泽县"\n  }\n }\n}\n'
    )


@pytest.mark.parametrize(
    "bad", [{"甲": math.nan}, {"甲": [math.inf]}, {"甲": "\ud800"}, {1: "甲"}, {"甲": {2: 3}}, {"甲": b""}]
)
def test_what_json_would_change_silently_is_not_encoded(bad: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        encode(bad)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf{}", "BOM"),
        ("{}".encode("utf-16"), "BOM"),
        ('{"单位": "临泽"}'.encode("gbk"), "UTF-8"),
        (b'{"a": "\x00"}', "清零"),
        (b"\0" * 4096, "清零"),
        (b'{"a": NaN}', "不是数"),
        (b'{"a": -Infinity}', "不是数"),
        (b'{"a": 1e999}', "不是数"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "两次"),
        (b'{"a":' * 100_000, "太深|不完整"),
        (b"[" * 100_000 + b"]" * 100_000, "太深"),
        (b"null", "不是自评宝"),
        (b"[]", "不是自评宝"),
        (b'"text"', "不是自评宝"),
        (b'{"a": 1', "不完整"),
        (b"{} {}", "不完整"),
        (b'{"a": ' + b"9" * 5000 + b"}", "不完整"),
    ],
)
def test_what_tinydb_would_let_in_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Damaged, match=words) as refused:
        parse(data, "甲.json")
    assert "甲.json" in str(refused.value)
