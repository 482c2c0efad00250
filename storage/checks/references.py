"""References in the text that print nothing: to a figure that does not exist, or that is not known yet."""

from collections.abc import Iterator

from storage.checks.finding import Finding, Fix, Severity
from storage.checks.subject import Passage, Subject
from storage.report.references import nearest, reference_to, references


def unprintable(subject: Subject) -> Iterator[Finding]:
    """A `{{名称}}` that would be printed as it stands."""
    for passage in subject.passages if subject.report is not None else ():
        # What could be resolved is no longer there: passages hold the text as it is printed.
        for reference in references(passage.text):
            quote = passage.quote(reference.start, reference.end)
            figure = subject.figures.get(reference.name)
            if figure is None:
                yield Finding(
                    "reference-unknown",
                    Severity.ERROR,
                    passage.section,
                    f"{passage.where}里的“{quote.words}”没有对应的数据，会照原样印出来；按 F8 重新选一个。",
                    (quote,),
                    _fix(passage, subject, reference.name, reference.start, reference.end),
                )
            else:
                state = f"填的“{figure.text}”不是数" if figure.text else "还没有数"
                yield Finding(
                    "reference-blank",
                    Severity.ERROR,
                    passage.section,
                    f"{passage.where}里引用的“{reference.name}”{state}，会照原样印出来；先把它填上。",
                    (quote,),
                )


def _fix(passage: Passage, subject: Subject, name: str, start: int, end: int) -> Fix | None:
    meant = nearest(name, subject.figures)
    if meant is None:
        return None
    written = reference_to(meant)
    return Fix(f"改成“{written}”", ((passage.spot(start, end), written),))
