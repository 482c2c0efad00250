"""The keys that do something here, on as many rows as they need."""

from typing import Any, Final

from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

_NAMES: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "空格",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "shift+down": "Shift+↓",
    "left": "←",
    "right": "→",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
}


def key_name(key: str) -> str:
    """Return a key as keyboards show it: `^P`, `F5`, `Esc`."""
    control, _, rest = key.rpartition("ctrl+")
    name = _NAMES.get(rest, rest.upper() if len(rest) == 1 or rest[1:].isdigit() else rest)
    return f"^{name}" if key.startswith("ctrl+") else f"{control}{name}"


def shown_keys(screen: Screen[Any]) -> list[ActiveBinding]:
    """Return what can be done now: the screen's own actions, then the focused widget's, then the program's."""
    by_action = {
        active.binding.action: active
        for active in reversed(screen.active_bindings.values())
        if active.binding.show and active.enabled
    }
    found = reversed(by_action.values())
    return sorted(found, key=lambda active: 0 if active.node is screen else 2 if active.node is screen.app else 1)


class KeyBar(Static):
    """Textual's Footer is one row that scrolls: at 80 columns half of the actions would go unseen."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; max-height: 3; background: $panel; color: $foreground; padding: 0 1; }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the focus: what can be done changes with it."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def on_resize(self) -> None:
        """Lay the keys out in the new width."""
        self._follow(self.screen)

    def _follow(self, screen: Screen[Any]) -> None:
        if screen.is_attached and self.size.width:
            keys = self._laid_out(shown_keys(screen))
            if keys != self.content:
                # Not measured: while a layout is under way Textual keeps the height it has measured for it.
                self.styles.height = keys.plain.count("\n") + 1
                self.update(keys)

    def _laid_out(self, keys: list[ActiveBinding]) -> Content:
        rows, used = [Content()], 0
        for active in keys:
            key = Content.assemble(
                (key_name(active.binding.key), "bold $primary"), f" {active.binding.description}"
            )
            if used and used + key.cell_length > self.content_size.width:
                rows.append(Content())
                used = 0
            rows[-1] = rows[-1] + key + Content("  ")
            used += key.cell_length + 2
        return Content("\n").join(rows)
