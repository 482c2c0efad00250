"""The command line as it was written: the verb, its options, its names; what is wrong in it is said in Chinese."""

from collections.abc import Mapping, Sequence
from typing import Final

from storage.text import one_line

_SHORT: Final = {"-h": "--help", "-o": "--output"}
ALWAYS: Final[Mapping[str, bool]] = {"--help": False, "--library": True}
"""The options every verb understands, and whether content follows."""
OPTIONS: Final[Mapping[str, Mapping[str, bool]]] = {
    "": {"--version": False, "--demo": False},
    "new": {"--from": True, "--unit": True, "--year": True, "--project": True, "--outline": True},
    "list": {"--json": False},
    "outline": {"--json": False},
    "import": {
        "--unit": True,
        "--year": True,
        "--project": True,
        "--outline": True,
        "--take": True,
        "--dry-run": False,
        "--json": False,
    },
    "check": {"--json": False},
    "export": {"--format": True, "--output": True, "--all": False, "--overwrite": False, "--record": False},
    "outlines": {},
    "doctor": {"--json": False},
    "backup": {"--output": True},
    "restore": {"--dry-run": False, "--json": False},
    "review": {
        "--output": True,
        "--signed": True,
        "--date": True,
        "--override": True,
        "--verdict": True,
        "--opinion": True,
        "--reason": True,
        "--json": False,
    },
}
"""Those that each verb understands besides; "" is the program without a verb."""
_TAKING_NAMES: Final = frozenset({"check", "export", "import", "outline", "restore", "review"})


class Usage(Exception):
    """The command was not written as the help says; `str(error)` says where."""


class Arguments:
    """A command line read: `options` holds what was given, by its long name, with its content or ""."""

    # No dataclass: importing those would cost every start more than reading the command line does.
    def __init__(self) -> None:
        self.verb = ""
        self.options: dict[str, str] = {}
        self._given: list[tuple[str, str]] = []
        self.names: list[str] = []

    def has(self, option: str) -> bool:
        """Say whether an option was given."""
        return option in self.options

    def get(self, option: str) -> str:
        """Return the content of an option, "" when it was not given."""
        return self.options.get(option, "")

    def get_all(self, option: str) -> list[str]:
        """Return the contents of an option that can be given several times, in order."""
        return [content for name, content in self._given if name == option]

    def take(self, option: str, content: str) -> None:
        """Note that an option was given; of several contents the last is the option's."""
        self.options[option] = content
        self._given.append((option, content))


def read_arguments(argv: Sequence[str]) -> Arguments:
    """Read a command line; options and names may come in any order, `--library` and `--help` before the verb too.

    :raises Usage: naming the word that cannot be read.
    """
    arguments = Arguments()
    words = list(argv)
    while words:
        word = words.pop(0)
        if word == "--":
            for name in words:
                _take_name(arguments, name)
            break
        if word.startswith("-") and word != "-":
            _take_option(arguments, word, words)
        else:
            _take_name(arguments, word)
    return arguments


def _take_name(arguments: Arguments, word: str) -> None:
    if arguments.verb in _TAKING_NAMES:
        arguments.names.append(word)
    elif arguments.verb:
        raise Usage(f"{arguments.verb} 后面不认识“{one_line(word)}”")
    elif word not in OPTIONS or not word:
        raise Usage(f"没有“{one_line(word)}”这个命令")
    else:
        misplaced = next((option for option in arguments.options if option not in ALWAYS), None)
        if misplaced:
            raise Usage(f"{misplaced} 不能和 {word} 一起用")
        arguments.verb = word


def _take_option(arguments: Arguments, word: str, rest: list[str]) -> None:
    known = {**ALWAYS, **OPTIONS[arguments.verb]}
    written, equals, content = word.partition("=")
    name = _SHORT.get(written, written)
    if name not in known:
        raise Usage(f"不认识“{one_line(word)}”")
    if not known[name]:
        if equals:
            raise Usage(f"{written} 后面不写内容")
    elif not equals:
        # An option where content belongs means that the content was forgotten; `-rf` may be somebody's name.
        forgotten = not rest or _SHORT.get(rest[0], rest[0]).partition("=")[0] in known
        content = "" if forgotten else rest.pop(0)
    if known[name] and not content:
        raise Usage(f"{written} 后面少了内容")
    arguments.take(name, content)
