"""A text that comes back as it was printed, reworded or not: which of its references it still holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from storage.report.named_figure import NamedFigure
from storage.report.references import Resolved, reference_to, references, resolve

# A number is one word: the 5 of 15 is no figure of its own.
_WORDS: Final = re.compile(r"[0-9]+(?:[,.][0-9]+)*%?|[A-Za-z]+|.", re.DOTALL)
_CLAUSE_ENDS: Final = frozenset("\n，。；：、！？（）,;:!?()")
# Two texts of some 3,000 characters: what is compared word for word takes as long as both are long.
_MOST: Final = 10_000_000


def with_references(printed: str, source: str, states: Sequence[Mapping[str, NamedFigure]]) -> str:
    """Return a printed text with the references of the `source` it was printed from, where it still shows them.

    `states` are the figures it may have been printed with. A paragraph that is as it was printed is that of the
    source. In one that was reworded a reference is kept where its figure, its clause as far as it goes before it,
    and the word after it are what they were; any other is the words that are there.
    """
    lines = [line for line in printed.split("\n") if line.strip()]
    readings = [list(_paragraphs(lines, source, figures)) for figures in states]
    return "\n".join(
        max(versions, key=lambda text: len(references(text))) for versions in zip(*readings, strict=True)
    )


def _paragraphs(lines: Sequence[str], source: str, figures: Mapping[str, NamedFigure]) -> Iterator[str]:
    """Yield a paragraph for each line; one of the source has the blank lines that follow it there."""
    typed: list[str] = []
    for line in source.split("\n"):
        if line.strip():
            typed.append(line)
        elif typed:
            typed[-1] += f"\n{line}"
    before = [resolve(paragraph.split("\n")[0], figures) for paragraph in typed]
    texts = [resolved.text for resolved in before]
    for tag, start, end, first, last in SequenceMatcher(None, texts, lines, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from typed[start:end]
        elif tag == "replace" and end - start == last - first:
            for resolved, line in zip(before[start:end], lines[first:last], strict=True):
                yield from _reworded([resolved], [line])
        else:
            yield from _reworded(before[start:end], lines[first:last])


def _reworded(before: Sequence[Resolved], lines: Sequence[str]) -> Sequence[str]:
    """Return lines with the references of the paragraphs they were before, as many lines as they are."""
    # A paragraph's ends are words too: they are what is next to its first and its last figure.
    words, after = ["\n"], ["\n", *(word for line in lines for word in (*_WORDS.findall(line), "\n"))]
    figures: list[tuple[int, int, int, str]] = []
    for resolved in before:
        ends, clauses = {0: len(words)}, {0: len(words) - 1}
        for found in _WORDS.finditer(resolved.text):
            clause = len(words) if found[0] in _CLAUSE_ENDS else clauses[found.start()]
            words.append(found[0])
            ends[found.end()], clauses[found.end()] = len(words), clause
        figures += [
            (clauses[start], ends[start], ends[end], reference_to(reference.name))
            for start, end, reference in resolved.pieces
            if start in ends and end in ends
        ]
        words.append("\n")
    if not (figures and lines) or len(words) * len(after) > _MOST:
        return lines
    for block in SequenceMatcher(None, words, after, autojunk=False).get_matching_blocks():
        for clause, start, end, reference in figures:
            if block.a <= clause and end < block.a + block.size:
                moved = block.b - block.a
                after[start + moved : end + moved] = [reference, *[""] * (end - start - 1)]
    return "".join(after)[1:-1].split("\n")
