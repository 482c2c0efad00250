"""How the entry screen goes back to what its report was before, with everything on it following."""

from contextlib import suppress
from functools import partial

from storage.errors import Refused
from storage.generations import Version
from storage.library import Library
from storage.lock import Holder
from storage.outline import Outline
from storage.report.following import Following
from storage.report.report import BLOCKS, Report, Section
from storage.reports import OpenReport, bring_back, parsed
from tui.entry.searched_screen import SearchedScreen


def read_only_sentence(holder: Holder | None, library_read_only: bool, doing: str = "填") -> str:
    """Say why a report can only be looked at, and what the one who has it open is doing there."""
    if library_read_only or holder is None:
        return "只读：这个文件夹不能写入，只能查看；把文件夹复制到自己的电脑上就可以修改。"
    who = f"{holder.who}（{holder.host}）" if holder.who else "另一个窗口"
    return f"只读：{who}从 {holder.since[11:16]} 起正在{doing}这份报告；在那边关闭后重新打开就可以修改。"


class VersionedScreen(SearchedScreen):
    """A screen on which a report of a library is filled in, with its history one key away."""

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._following = Following(self._report, opened.outline)

    @property
    def why_read_only(self) -> str:
        """A sentence on why nothing can be changed; empty where it can."""
        file = self._opened.file
        return read_only_sentence(file.holder, self._library.read_only) if file.read_only else ""

    def action_versions(self) -> None:
        """Show what the report was before, once everything typed is saved: a save moves the generations on."""
        from tui.versions.screen import VersionsScreen

        with suppress(Refused):
            self._autosave.now()
        self.app.push_screen(VersionsScreen(self._library, self._opened.file.id, self))

    def present(self) -> tuple[Report, Outline]:
        """Return a copy of the report as it is on screen, and its outline."""
        return self._report.model_copy(deep=True), self._opened.outline

    async def bring_back(self, version: Version, section_id: str | None) -> None:
        """Save what was typed, make a version or one section of it the content, and show that.

        Ctrl+Z takes it back form by form, as it does what was typed before.

        :raises Refused: when the one or the other could not be saved.
        """
        file = self._opened.file
        self._autosave.now()
        bring_back(self._library, file, version, section_id)
        await self._follow_file(parsed(file.load(), self._library.templates)[0], section_id or self._section.id)

    async def _follow_file(self, wanted: Report, section_id: str) -> None:
        """Make the report on screen what is in the file, without a change that would have to be saved again."""
        report = self._report
        there = {section.id: section for section in wanted.sections}
        for section in report.sections:
            await self._follow_section(section, there.pop(section.id, Section(id=section.id, title=section.title)))
        report.sections += there.values()
        report.answers, report.created = wanted.answers, wanted.created
        report.revision, report.modified = wanted.revision, wanted.modified
        self._following.begin_anew()
        self._outline_list.list_sections()
        await self._show(section_id)
        self.tell_about()
        self._checker.mark()
        self._checker.soon()

    async def _follow_section(self, section: Section, wanted: Section) -> None:
        blocks = {kind: getattr(wanted, kind) or BLOCKS[kind]() for kind in section.kinds()}
        changed = [kind for kind, block in blocks.items() if block != section.block(kind)]
        if changed:
            # Through the forms, so that what they keep of the section, undo before all, goes on from there.
            await self._show(section.id)
            for kind in changed:
                self._page.make(kind, "换回", partial(section.put, kind, blocks[kind]))
        section.done, section.edited, section.editor = wanted.done, wanted.edited, wanted.editor
