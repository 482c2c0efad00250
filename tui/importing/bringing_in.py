"""Ctrl+O from the file to the report: which of the pages of an import a file needs, if any."""

from typing import Final

from textual.app import App

from exports.reading.importing import Import
from exports.reading.returned import Returned, add_returned, problems_told
from storage.library import Library
from storage.review.handing import TakenIn
from tui.dialogs import Choice, Question
from tui.files.listing import display_name
from tui.importing.choose_file import ChooseImport
from tui.importing.returned import ReturnedScreen
from tui.importing.screen import ImportScreen

_NEW: Final = (Choice("导入成新报告", "yes"), Choice("返回", ""))
_SAME: Final = (Choice("打开库里的报告", "yes"), Choice("返回", ""))


async def import_file(app: App[None], library: Library) -> str | None:
    """Ask for a file and all that has to be asked about it; return the number of its report, None for none.

    :raises Refused: when the report cannot be written.
    """
    chosen = await app.push_screen_wait(ChooseImport(library))
    if isinstance(chosen, TakenIn):
        app.notify(chosen.sentence, markup=False, timeout=10)
        return chosen.report_id
    if isinstance(chosen, Import):
        return await app.push_screen_wait(ImportScreen(library, chosen))
    return None if chosen is None else await _bring_in(app, library, chosen)


async def _bring_in(app: App[None], library: Library, found: Returned) -> str | None:
    """Bring a file of ours in, without a question where nothing has to be decided."""
    file = found.file
    if found.here is not None and found.differing:
        return await app.push_screen_wait(ReturnedScreen(library, found, found.here))
    changed = f"“{display_name(file.path.name)}”导出后{'没有改过' if file.unchanged else '改过'}。"
    problems = problems_told(file)
    if found.here is not None:
        same = "这份文件和库里的报告一样，没有要导入的。"
        if not problems:
            app.notify(f"{same}打开的就是库里的。", markup=False, timeout=20)
            return found.id
        told = "\n".join([changed + same, *problems])
        return found.id if await app.push_screen_wait(Question("没有要导入的", told, _SAME)) else None
    if problems or not file.unchanged:
        about = f"{changed}库里没有这份报告，全部内容会导入成一份新报告。"
        if not await app.push_screen_wait(Question("导入", "\n".join([about, *problems]), _NEW)):
            return None
    report_id = add_returned(found, library)
    app.notify("照文件导入成了新报告。", markup=False, timeout=20)
    return report_id
