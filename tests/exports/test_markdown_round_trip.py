from html.parser import HTMLParser

from hypothesis import given, settings
from markdown_it import MarkdownIt

from exports import markdown
from exports.document import Document, Element, Heading, Paragraph, Table
from exports.markdown_reading import front_matter, parser, read_body
from tests.exports import adversarial
from tests.exports.test_markdown import ORDINARY

GITHUB = MarkdownIt("gfm-like", {"linkify": False})

thorough = settings(deadline=None, max_examples=100)


class Page(HTMLParser):
    """The texts of a rendered page by the tag they stand in, and whatever tag was not expected."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.strangers: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.texts.append((tag, ""))
            self._inside = True
        elif tag == "br" and self._inside:
            self.handle_data("\n")
        elif tag not in ("table", "thead", "tbody", "tr"):
            self.strangers.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The renderer writes `<br />` for a hard break, and a line feed after it.
        if tag != "br":
            self.strangers.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.texts and tag == self.texts[-1][0]:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            tag, text = self.texts.pop()
            self.texts.append((tag, text + data))

    def handle_comment(self, data: str) -> None:
        self.strangers.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def shown(elements: list[Element]) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    for element in elements:
        match element:
            case Heading(level, text):
                texts.append((f"h{level}", text))
            case Paragraph(text):
                texts.append(("p", text))
            case Table(header, rows):
                texts += [("th", text) for text in header]
                texts += [("td", text) for row in rows for text in row]
    return texts


@given(adversarial.texts.filter(bool))
@thorough
def test_any_text_comes_back_from_a_paragraph(text: str) -> None:
    assert read_body(markdown.elements([Paragraph(text)])) == [Paragraph(text)]


@given(adversarial.lines)
@thorough
def test_any_line_comes_back_from_a_heading(line: str) -> None:
    assert read_body(markdown.elements([Heading(2, line)])) == [Heading(2, line)]


@given(adversarial.tables())
@thorough
def test_any_text_comes_back_from_a_table(table: Table) -> None:
    assert read_body(markdown.elements([table])) == [table]


@given(adversarial.documents)
@thorough
def test_any_document_comes_back_element_for_element(document: Document) -> None:
    entries, body = front_matter(markdown.write(document))
    assert entries.pop(markdown.DIGEST_KEY) == markdown.digest(body)
    assert Document(entries, tuple(read_body(body))) == document


@given(adversarial.documents)
@settings(thorough, max_examples=60)
def test_a_document_comes_back_from_a_file_with_other_line_ends(document: Document) -> None:
    entries, body = front_matter("\ufeff" + markdown.write(document).replace("\n", "\r\n"))
    assert entries[markdown.DIGEST_KEY] == markdown.digest(body)
    assert tuple(read_body(body)) == document.elements


@given(adversarial.bodies)
@settings(thorough, max_examples=150)
def test_github_shows_every_text_as_it_is_and_makes_nothing_else_of_it(elements: list[Element]) -> None:
    page = Page(GITHUB.render(markdown.elements(elements)))
    assert page.texts == shown(elements)
    assert page.strangers == []


@given(adversarial.bodies)
@settings(thorough, max_examples=100)
def test_our_own_parser_renders_the_same_texts(elements: list[Element]) -> None:
    page = Page(parser().render(markdown.elements(elements)).replace("<br>\n", "<br>"))
    assert page.texts == shown(elements)
    assert page.strangers == []


def test_an_ordinary_report_comes_back() -> None:
    paragraphs = [Paragraph(line) for line in ORDINARY.split("\n") if line] + [Paragraph(ORDINARY)]
    assert read_body(markdown.elements(paragraphs)) == paragraphs
