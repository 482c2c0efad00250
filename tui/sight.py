"""Bringing rows of a widget into sight of the container that scrolls them."""

from collections.abc import Sequence

from textual.widget import Widget


def bring_into_sight(container: Widget, widget: Widget, ranges: Sequence[tuple[int, int]]) -> None:
    """Scroll as little as it takes to show the first of the ranges of rows of `widget` that has room.

    Where a widget stands is asked within its container, not on the screen: what was scrolled, or is about to be,
    is not on the screen yet.
    """
    above, node = 0, widget
    while node is not container and isinstance(node.parent, Widget):
        above, node = above + node.virtual_region.y, node.parent
    height, seen = container.scrollable_content_region.height, int(container.scroll_y)
    for first, end in ((above + first, above + end) for first, end in ranges):
        if end - first <= height:
            step = min(0, first - seen) or max(0, end - seen - height)
            if step:
                container.scroll_to(y=seen + step, animate=False, immediate=True)
            return
