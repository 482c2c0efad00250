"""The command palette in Chinese: every action of the screen it was opened from, and its places to go to."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.keybar import key_name

# A match in what is said of an action comes after every match in a name.
_SAID: Final = 1e-6


class Destination(NamedTuple):
    """A place a screen can go to: what it is called and how to get there."""

    name: str
    go: Callable[[], object]


@runtime_checkable
class HasDestinations(Protocol):
    """A screen with places of its own, as the sections of a report."""

    def destinations(self) -> Iterator[Destination]:
        """Yield the places, in order."""
        ...


class Actions(Provider):
    """What the keys do, for those who would rather read than remember."""

    def _commands(self) -> Iterator[tuple[str, Callable[[], object], str]]:
        seen = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            # Only our own actions carry a tooltip; the rest are a widget's caret movements.
            if not (active.enabled and active.tooltip) or binding.action in seen:
                continue
            seen.add(binding.action)
            yield (
                f"{binding.description}（{key_name(binding.key)}）",
                partial(self.app.run_action, binding.action, active.node),
                active.tooltip,
            )
        if isinstance(self.screen, HasDestinations):
            for place in self.screen.destinations():
                yield f"去：{place.name}", place.go, "转到这一节"

    async def discover(self) -> Hits:
        """Offer everything before a word is typed."""
        for name, run, help_text in self._commands():
            yield DiscoveryHit(Content(name), run, text=name, help=help_text)

    async def search(self, query: str) -> Hits:
        """Offer what matches the words typed: its name, or after those what is said of it."""
        matcher = self.matcher(query)
        nothing = True
        for name, run, help_text in self._commands():
            if (score := matcher.match(name) or _SAID * (query in help_text)) > 0:
                nothing = False
                yield Hit(score, Content(name), run, text=name, help=help_text)
        if nothing:
            # The palette itself would say so in English.
            yield Hit(_SAID, Content(f"没有找到“{query}”，请换个说法"), lambda: None, text=query)
