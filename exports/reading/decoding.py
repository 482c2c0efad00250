"""Bytes of a text file as text: by its byte order mark, else UTF-8, else GB18030 as Windows here writes it."""

from typing import Final

from storage.json_file import Unreadable

_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(data: bytes, where: str) -> str:
    """Return the text that `data` holds, as it stands; `where` names the file in what is raised.

    :raises Unreadable: when it is no text in any of these encodings.
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    # A NUL is a dropped control in UTF-8, but in what else decodes it speaks of a picture or a program.
    others = ("utf-8",) if b"\0" in data else ("utf-8", "gb18030")
    for encoding in (marked,) if marked is not None else others:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(where, "不是文字文件，或编码认不出", "请另存为 UTF-8 编码的纯文本")
