"""Keys act one after another, however fast they come.

Textual hands each key to whatever has the focus when the key arrives. On a slow machine a person types ahead, and
what follows a Tab or F4 would land in the field that is being left.
"""

from collections import deque
from typing import Final, Generic, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.message import Message

Answer = TypeVar("Answer")

_LOOK: Final = 0.05
_GIVE_UP: Final = 40


class KeysInOrder(App[Answer], Generic[Answer]):
    """Holds a key back until the one before it has been dealt with, actions included."""

    class Digested(Message):
        """Sent after a key the way the key goes, so that it comes back once the key has been dealt with.

        It goes twice: the first time behind the key, the second behind what the key made the widget say, as an
        Enter makes an Input say that it was submitted. `key` is the number of the key.
        """

        def __init__(self, target: DOMNode, key: int, *, last: bool) -> None:
            super().__init__()
            self.target = target
            self.key = key
            self.last = last

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Event] = deque()
        self._digesting = False
        self._key = 0

    async def on_event(self, event: Event) -> None:
        """Take keys and pastes in turn, everything else as it comes."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._held.append(event)
            if not self._digesting:
                await self._take_next()
        else:
            await super().on_event(event)

    async def _take_next(self) -> None:
        if not self._held:
            return
        self._digesting = True
        self._key += 1
        key, target = self._key, self.focused or self.screen
        await super().on_event(self._held.popleft())
        if target.post_message(self.Digested(target, key, last=False)):
            self._watch(target, key)
        else:
            self._after_this_loop(key)

    def _watch(self, target: DOMNode, key: int, looks: int = 0) -> None:
        """Go on all the same when the widget is taken off the screen: the message goes with it."""

        def look() -> None:
            if key != self._key or not self._digesting:
                return
            if looks == _GIVE_UP or not target.is_attached:
                self._after_this_loop(key)
            else:
                self._watch(target, key, looks + 1)

        self.set_timer(_LOOK, look)

    def on_keys_in_order_digested(self, event: Digested) -> None:
        """Send it round again, or go on with the next key."""
        again = self.Digested(event.target, event.key, last=True)
        if event.last or not event.target.post_message(again):
            self._after_this_loop(event.key)

    def _after_this_loop(self, key: int) -> None:
        # What the key set going here, a change of focus above all, is already waiting: the next key comes after.
        self.call_later(self._go_on, key)

    async def _go_on(self, key: int) -> None:
        if key == self._key and self._digesting:
            self._digesting = False
            await self._take_next()
