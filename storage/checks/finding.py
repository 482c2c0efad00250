"""What a check tells: certain or a question, in one sentence, with the places it speaks of."""

from dataclasses import dataclass
from enum import StrEnum

from storage.checks.codes import Code
from storage.report.spot import Spot


class Severity(StrEnum):
    """错误 is certain; 疑问 is asked once and can be answered; 提示 is a matter of style."""

    ERROR = "错误"
    QUESTION = "疑问"
    HINT = "提示"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as they stand in a place; `where` names it for a person: `二（三）效益目标`.

    `of` is what the row of a table is called: it tells the same words in two rows apart, wherever these are moved.
    """

    spot: Spot
    where: str
    words: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change to accept: what stands at each spot is replaced; `label` says it in words: `改成“47场次”`."""

    label: str
    changes: tuple[tuple[Spot, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree, is missing or is odd.

    `code` is stable across versions; `section` is where it is shown; `message` is one Chinese sentence.
    `unjudged` says that data is missing to judge something: it is neither right nor wrong.
    """

    code: Code
    severity: Severity
    section: str
    message: str
    quotes: tuple[Quote, ...] = ()
    fix: Fix | None = None
    unjudged: bool = False

    @property
    def key(self) -> str:
        """What an answer belongs to: it changes when any quoted words do, and not when they move."""
        quoted = sorted(f"{quote.spot.section}\t{quote.of}\t{quote.words}" for quote in self.quotes)
        return "\n".join([self.code, self.section, *quoted])


def quoted_words(key: str) -> list[str]:
    """Return the words that the finding with this key quotes, without those of blank places."""
    return [words for quoted in key.split("\n")[2:] if (words := quoted.rpartition("\t")[2].strip())]
