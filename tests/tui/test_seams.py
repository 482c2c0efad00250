"""An upgrade of Textual that changes what the editors replace must be noticed here and not by a clerk."""

import hashlib
import inspect
from types import FunctionType

import pytest
import textual
from textual.content import Content
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea

from tui.cell_editor import CellEditor
from tui.entry.prose_editor import ProseEditor
from tui.preview.set_text import SetText
from tui.writing import seams
from tui.writing.area import WritingArea
from tui.writing.rows import Rows

OWNERS = {owner.__name__: owner for owner in (TextArea, WrappedDocument, Content)}


def digest(owner: type, name: str) -> str:
    member = inspect.getattr_static(owner, name)
    source = inspect.getsource(member.fget if isinstance(member, property) else member)
    return hashlib.sha256(source.encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", seams.SEAMS)
def test_what_is_replaced_in_textual_is_as_it_was_when_it_was_replaced(name: str) -> None:
    owner, _, member = name.partition(".")
    assert digest(OWNERS[owner], member) == seams.SEAMS[name], (
        f"Textual {textual.__version__} has changed {name}, which the editors replace or rely on; see tui/writing/seams.py"
    )


def test_everything_replaced_is_named() -> None:
    ours = {
        f"{owner.__name__}.{name}"
        for owner, classes in (
            (TextArea, (WritingArea, ProseEditor, CellEditor)),
            (WrappedDocument, (Rows,)),
            (Content, (SetText,)),
        )
        for cls in classes
        for name in vars(cls)
        if isinstance(vars(owner).get(name), FunctionType | property) and not name.startswith("__")
    }
    assert ours <= set(seams.SEAMS)
