"""Whether this terminal can show the program at all; asked before anything else is imported."""

import os
import sys

_PLAIN_LOCALES = frozenset({"C", "POSIX"})
# PEP 538: what Python itself puts into LC_CTYPE where it found the locale C, or one that is not installed.
_COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})


def unfit_terminal() -> str | None:
    """Return the sentence that says why the program cannot run here, or None where it can."""
    # Python has no stream at all where the caller closed it.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return "自评宝要在终端窗口里打开；不要界面的用法请看 zipingbao --help。"
    key = next((key for key in _deciding() if os.environ.get(key)), "LANG")
    name = os.environ.get(key, "")
    codeset = name.partition(".")[2].lower().replace("-", "")
    # Windows terminals are driven in Unicode whatever the locale; no name at all is what Python takes for UTF-8.
    if os.name == "nt" or not name or codeset.startswith("utf8"):
        return None
    if not codeset and name not in _PLAIN_LOCALES and sys.stdout.encoding.lower().replace("-", "") == "utf8":
        return None
    # The same variable again: LANG would not be looked at where LC_ALL is set.
    remedy = f"export {key}=C.UTF-8"
    return (
        f"这个终端的语言环境是 {name}，不是 UTF-8，显示不了汉字；请先运行 {remedy} 再打开自评宝。"
        f" (A UTF-8 locale is needed: {remedy})"
    )


def _deciding() -> tuple[str, ...]:
    """Return the variables that name the terminal's locale, the one that wins first."""
    coerced = sys.flags.utf8_mode and os.environ.get("LC_CTYPE") in _COERCED
    return ("LC_ALL", "LANG") if coerced else ("LC_ALL", "LC_CTYPE", "LANG")
