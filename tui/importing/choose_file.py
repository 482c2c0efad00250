"""Choosing the file to import and the outline to lay it out over."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from platformdirs import user_documents_path
from textual import work
from textual.content import Content

from exports.reading.importing import Import, read_import
from exports.reading.own import read_own_or_why
from exports.reading.returned import Returned, find_returned
from storage.errors import Refused
from storage.library import Library
from storage.outline import Outline
from storage.outline_files import DEFAULT, OutlineError, find_outline, outline_files
from storage.recent_folders import recent_folders
from storage.review.handing import TakenIn, take_in
from tui.files.chooser import Chooser
from tui.files.listing import REVIEW, display_name
from tui.pick import Pick, Pickable


class ChooseImport(Chooser[Import | Returned | TakenIn]):
    """Reads the file that is chosen; one that cannot be read is refused here, and another can be chosen.

    It answers what a review file brought, a file of ours beside the report of the library, and any other laid out
    over an outline.
    """

    FILES = True
    HELP = """\
选去年的报告或别人写好的文字：能读 .docx、.txt、.md。上下键选，Enter 打开，← 到上一级文件夹，
按 Tab 到桌面、文档、下载、U盘。打字就是按名字找，拼音首字母也行；路径也可以直接粘贴进来，再按 Enter。
审核单位退回、通过的文件（名字里有“审核”的 .json）也在这里导入：批注放到各节旁边，自己写的内容不会被覆盖。
自评宝导出的 .md、.docx 改过再导入：和库里的报告一节一节比，打勾的才采用。
.doc、.wps 这样的旧格式，请先在 WPS 或 Word 里打开，另存为 .docx。原来的文件只读，不会被改动。"""

    def __init__(self, library: Library) -> None:
        super().__init__("导入：选一个文件", next(iter(recent_folders()), user_documents_path()))
        self._library = library
        self._reading = False

    def take(self, path: Path) -> None:
        """Read a file, one at a time."""
        if not self._reading:
            self._reading = True
            self.tell(f"正在读“{display_name(path.name)}”……", trouble=False)
            self._read(path)

    @work(exclusive=True, group="read")
    async def _read(self, path: Path) -> None:
        try:
            read = await asyncio.to_thread(read_any, path, self._library)
            if isinstance(read, Import):
                outlines = usable_outlines(self._library.templates)
                outline = await self.app.push_screen_wait(PickOutline(read, outlines))
                if outline is not None:
                    self.done(read.laid_over(find_outline(outline, self._library.templates)), path.parent)
            else:
                self.done(read, path.parent)
            self.tell("", trouble=False)
        except Refused as error:
            self.tell(str(error))
        finally:
            self._reading = False


def read_any(path: Path, library: Library) -> Import | Returned | TakenIn:
    """Take a review file in; read a file of ours beside the report it is of, and any other as one from elsewhere.

    :raises Refused: when it cannot be read, or several reports could be meant.
    """
    if path.suffix.lower() == REVIEW:
        return take_in(library, path)
    own, why = read_own_or_why(path, library.templates)
    if own is not None:
        return find_returned(own, library.path)
    read = read_import(path, usable_outlines(library.templates)[0], library.templates)
    return replace(read, notice=why)


class PickOutline(Pick):
    """The outlines, each with how many headings of the file it knows; answers the id of one."""

    def __init__(self, read: Import, outlines: Sequence[Outline]) -> None:
        known = {outline.id: _known(read.laid_over(outline)) for outline in outlines}
        usual, likely = outlines[0].id, max(known, key=lambda outline_id: known[outline_id])
        # A heading more or less says little, and a report keeps its outline for good.
        first = likely if known[likely] > 2 * known[usual] + 1 else usual
        super().__init__(
            "导入到哪种报告里",
            [Pickable(outline.id, outline.name, _line(outline, known[outline.id])) for outline in outlines],
            placeholder="模板决定报告有哪些章节；↑↓ 选，回车确定，Esc 返回",
            none="没有这样的模板。",
            first=first,
        )


def usable_outlines(templates: Path) -> list[Outline]:
    """Return the outlines that are valid, the one to start with first."""
    found = []
    for outline_id in outline_files(templates):
        try:
            found.append(find_outline(outline_id, templates))
        except OutlineError:
            # `zipingbao outlines` and the dialog for a new report say what is wrong in it.
            continue
    return sorted(found, key=lambda outline: outline.id != DEFAULT)


def _known(read: Import) -> int:
    return sum(placed.title for placed in read.draft.pieces)


def _line(outline: Outline, known: int) -> Content:
    return Content.assemble(
        outline.name, (f"　对上 {known} 个标题" if known else "　没有对上的标题", "$text-muted")
    )
