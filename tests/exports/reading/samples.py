"""Reports as offices write them, in `samples.txt`, each with the outline a person sees in it.

`{2|（一）|项目概况}` is a heading of depth 2; what is not in braces is none. `␣` is blanks at a
line's end.
"""

import re
from pathlib import Path
from typing import NamedTuple

from exports.reading.recognising import Heading

_HEADING = re.compile(r"\{(\d)\|([^|{}]*)\|([^{}]*)\}")


class Sample(NamedTuple):
    text: str
    headings: list[Heading]


def sample(marked: str) -> Sample:
    lines, headings = [], []
    for number, line in enumerate(marked.strip("\n").replace("␣", " \u3000").split("\n"), 1):
        pieces = _HEADING.split(line)
        text = pieces[0]
        for depth, marker, title, rest in zip(*(pieces[start::4] for start in range(1, 5)), strict=True):
            run_in = bool(re.sub("— [0-9] —", "", rest).strip(" 　\t：:；;。.，,、*"))
            headings.append(Heading(number, int(depth), marker.strip(), title.strip(" 　"), run_in))
            text += marker + title + rest
        lines.append(text)
    return Sample("\n".join(lines), headings)


_FILE = Path(__file__).with_name("samples.txt")
SAMPLES = dict(
    block.split("\n", 1) for block in re.split("^=== ", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
)
