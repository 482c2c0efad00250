"""What a verb says: data to stdout, sentences to stderr."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from storage.errors import Refused
from storage.text import one_line


def put(data: str | bytes) -> None:
    """Write data to stdout at once: what goes wrong with it is known before the exit code is.

    :raises BrokenPipeError: when nobody reads it any more.
    :raises NotSaved: when it could not be written otherwise.
    """
    try:
        if isinstance(data, bytes):
            sys.stdout.buffer.write(data)
        else:
            sys.stdout.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from storage.durable import NotSaved

        drop_output()
        raise NotSaved.because(Path("标准输出"), error) from error


def put_json(rows: list[dict[str, Any]]) -> None:
    """Write rows to stdout as JSON; raises what `put` does."""
    import json

    # A mark for what the console cannot show would not be JSON; an escape is.
    ascii_only = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    put(json.dumps(rows, ensure_ascii=ascii_only, indent=1) + "\n")


def tell(sentence: str) -> None:
    """Write a sentence to stderr."""
    # One line, and nothing a terminal would act on, whatever a path or an argument was made of.
    with contextlib.suppress(OSError):
        print(one_line(sentence), file=sys.stderr)


def sentence_of(error: Refused, about: str = "") -> str:
    """Return what to tell of a refusal; `about` is what it was refused for, said where the sentence does not."""
    from storage.durable import NotSaved

    if isinstance(error, NotSaved):
        # Its own words are for a screen that still holds the text.
        return f"没有保存到“{error.path}”：{error.reason}；{error.remedy}。"
    return str(error) if one_line(about) in str(error) else f"{about}：{error}"


def drop_output() -> None:
    """Let go of stdout when nobody reads it any more."""
    # What is still buffered would be tried once more at exit, and complained about in English.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
