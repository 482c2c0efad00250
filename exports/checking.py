"""Checking without a screen: a report by number or file, or a text as somebody wrote it."""

from pathlib import Path
from typing import Final

from exports.document import Element, Heading, Paragraph, Table, without_record
from exports.markdown_reading import front_matter, read_body
from exports.named import is_file, payload_of, templates_for
from exports.reading.decoding import decode
from exports.reading.own_markdown import is_own
from storage.checks.answering import sort_out
from storage.checks.checking import check
from storage.checks.finding import Finding
from storage.checks.subject import Subject, of_report, of_text
from storage.errors import Refused
from storage.json_file import read_file, shown
from storage.library import Library
from storage.outline_files import DEFAULT, find_outline
from storage.reports import parsed
from storage.text import clean

_TEXTS: Final = frozenset({"", ".txt", ".text"})
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_LIMIT: Final = 1024 * 1024
_TABLE: Final = "（表）"


def check_named(name: str, library_path: Path) -> tuple[Subject, list[Finding]]:
    """Check what a name stands for: a number of the library, a report file or record, a text or Markdown file.

    Questions the report holds an answer to are left out.

    :raises Refused: when it cannot be found or read, or is of a kind that cannot be checked.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if not is_file(name) or suffix == ".json":
        library = None if is_file(name) else Library.open(library_path)
        report, outline = parsed(*payload_of(name, library, library_path))
        subject = of_report(report, outline)
    elif suffix in _MARKDOWN:
        subject = _of_markdown(_text_of(path), templates_for(path, library_path))
    elif suffix in _TEXTS:
        subject = of_text(_text_of(path), find_outline(DEFAULT, templates_for(path, library_path)))
    else:
        raise Refused(f"“{shown(path)}”核对不了：只能核对报告、.txt 和 .md 文件；请另存为纯文本后再试。")
    if subject.report is None and not subject.passages:
        raise Refused(f"“{shown(path)}”里没有文字，没有可以核对的内容；请检查是不是选错了文件。")
    return subject, _open(check(subject), subject)


def _open(findings: list[Finding], subject: Subject) -> list[Finding]:
    answers = subject.report.answers if subject.report is not None else []
    answered = {answer.finding.key for answer in sort_out(findings, answers).answered}
    return [finding for finding in findings if finding.key not in answered]


def _text_of(path: Path) -> str:
    """Return the text of a file, cleaned.

    :raises Unreadable: when it cannot be read, is larger than 1 MB, or is no text.
    """
    return clean(decode(read_file(path, _LIMIT), shown(path)))[0]


def _of_markdown(text: str, templates: Path) -> Subject:
    """Take Markdown as the text it shows; a file of ours names its outline, any other has the default one."""
    outline_id, body = DEFAULT, text
    if is_own(text):
        entries, body = front_matter(text)
        outline_id = entries.get("模板", DEFAULT).partition(" ")[0]
    outline = find_outline(outline_id, templates)
    elements = without_record(read_body(body))
    return of_text("\n".join(line for element in elements for line in _lines(element)), outline)


def _lines(element: Element) -> list[str]:
    match element:
        case Heading() | Paragraph():
            return element.text.split("\n")
        case Table() if len(element.header) == 2:
            # 事项 and 内容 of the cover are read as entries; a table of figures is no running text.
            return [f"{label}：{content}" for label, content in element.rows if content]
        case Table():
            return [_TABLE]
