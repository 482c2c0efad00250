"""How the entry screen takes part in the review: what was remarked on, what is sent, what is locked therefore."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.events import Key, Paste
from textual.widgets import Static

from storage.errors import Refused
from storage.library import Library
from storage.report.event import Signature, Stage
from storage.report.remark import RemarkState, ReplyKind
from storage.report.report import Section
from storage.reports import OpenReport
from storage.text import one_line
from tui.entry.confirming_screen import ConfirmingScreen
from tui.remarks.panel import RemarksPanel
from tui.remarks.placed import Placed, placed

if TYPE_CHECKING:
    from tui.handover.screen import HandoverPlace, Visit
    from tui.remarks.screen import Jump, RemarkPlace


OVERRIDDEN: Final = "照样送审"
"""Under what the reasons given before a 送审 are kept, beside where the report was left."""


def _reasons(kept: object) -> dict[str, str]:
    """Return what was kept, without what was never written here."""
    pairs = kept.items() if isinstance(kept, dict) else ()
    return {key: one_line(reason) for key, reason in pairs if isinstance(key, str) and isinstance(reason, str)}


class ReviewedScreen(ConfirmingScreen):
    """A screen on which a report is filled in that goes to a reviewer and comes back."""

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._remarks = RemarksPanel()
        self._placed: list[Placed] = []
        self._placed_at = -1
        self._overridden = _reasons(opened.place.get(OVERRIDDEN))
        self._typed: list[Key | Paste] = []

    @abstractmethod
    def tell_standing(self) -> None:
        """Say anew why nothing can be changed, or what else has to be known as long as the report is open."""

    @property
    def read_only(self) -> bool:
        """Whether nothing of the content can be changed now."""
        return super().read_only or bool(self._report.review.locked)

    @property
    def why_read_only(self) -> str:
        """A sentence on why nothing can be changed; empty where it can."""
        return super().why_read_only or self._report.review.locked

    @property
    def standing(self) -> str:
        """What has to be known of the review as long as the report is open."""
        review = self._report.review
        parts = []
        if conflicts := len(review.conflicts):
            parts.append(f"有{conflicts}节两边都改过，要逐节选定一份")
        if waiting := len(review.remarks_in(RemarkState.WAITING)):
            parts.append(f"有{waiting}条批注待答复")
        if parts:
            return f"第{review.round}轮{review.stage}：{'，'.join(parts)}，请按 F7。"
        if review.stage is Stage.RETURNED:
            answered = "批注都答复了，" if review.remarks else ""
            return f"第{review.round}轮{review.stage}：{answered}改好以后按 F10 再送审。"
        return ""

    def show_findings(self) -> None:
        """Show what was found, and what was remarked on."""
        super().show_findings()
        # Asked also when another section is shown: what was looked for in vain takes long to look for.
        if self._placed_at != self._report.revision:
            self._placed_at, self._placed = self._report.revision, placed(self._report)
        found = self._placed
        cover = self._report.sections[0].id
        self._remarks.show([one for one in found if (one.place.section or cover) == self._section.id])
        spots = [one.place.spot for one in found if one.remark.state is not RemarkState.CLOSED]
        self._page.show_remarks([spot for spot in spots if spot and spot.section == self._section.id])
        waiting = Counter(one.place.section or cover for one in found if one.remark.state is RemarkState.WAITING)
        self._outline_list.show_remarks(waiting + Counter(one.section for one in self._report.review.conflicts))

    def follow_review(self) -> None:
        """Show where the report stands now, with the section as it is, locked or not."""
        self.query_one("#status", Static).update(f"{self._report.status} · ")
        self._page.set_read_only(read_only=self.read_only)
        self.show_findings()
        self.tell_standing()
        self.refresh_bindings()

    # -- the page before sending

    def action_hand_over(self) -> None:
        """Open the page from which the report is sent."""
        from tui.handover.screen import HandoverPlace

        self._open_handover(HandoverPlace())

    def action_back_to_handover(self) -> None:
        """Go back to the part from which one came here."""
        from tui.handover.screen import HandoverPlace

        if isinstance(self._back, HandoverPlace):
            self._open_handover(self._back)

    def _open_handover(self, place: "HandoverPlace") -> None:
        from tui.handover.screen import HandoverScreen

        self.set_way_back(None)
        page = HandoverScreen(
            self._report,
            self._opened.outline,
            self,
            place,
            self._overridden,
            # A report that is locked can still be recalled or opened for changes there.
            super().why_read_only,
        )
        self.app.push_screen(page, self._visit_from_handover)

    async def _visit_from_handover(self, visit: "Visit | None") -> None:
        if visit is not None:
            await self.visit(visit.section, visit.spot, visit.back)

    def override(self, key: str, reason: str) -> None:
        """Keep why the error with this key goes out all the same, also while the report is closed."""
        self._overridden[key] = reason
        self._autosave.mark_place()

    def send(self, signature: Signature, overridden: Mapping[str, str]) -> None:
        """Begin the next round and save that; nothing is sent where it cannot be.

        :raises Refused: when something stands in the way, or it cannot be saved.
        """
        from storage.review.acting import send

        self._record(partial(send, self._report, self._opened.outline, signature, overridden))
        self._overridden.clear()
        self._autosave.mark_place()

    def write_file(self, folder: Path) -> Path:
        """Write the file of the round that was sent into a folder and return it.

        :raises Refused: when it cannot be written.
        """
        from storage.review.handing import hand_over

        return hand_over(self._library, self._report, folder)

    def recall(self, reason: str) -> None:
        """Take back what was sent and save that.

        :raises Refused: when it cannot be taken back, or that cannot be saved.
        """
        from storage.review.acting import recall

        self._record(partial(recall, self._report, reason, self._report.cover.preparer))

    def reopen(self, reason: str) -> None:
        """Open what was accepted for changes and save that.

        :raises Refused: when it cannot be opened, or that cannot be saved.
        """
        from storage.review.acting import change

        self._record(partial(change, self._report, reason, self._report.cover.preparer))

    def _record(self, act: Callable[[], object]) -> None:
        """Let `act` add its event and save that at once; where it cannot be saved, nothing has happened."""
        before = self._report.review.model_copy(deep=True)
        act()
        self._autosave.mark()
        try:
            self._autosave.now()
        except Refused:
            self._report.review = before
            self._autosave.mark()
            raise
        finally:
            self.follow_review()

    # -- the first key that would change an accepted report

    def on_key(self, event: Key) -> None:
        """Ask why, where a key would change what was accepted."""
        if event.is_printable or event.key in {"backspace", "delete"}:
            self._ask_why(event)

    def on_paste(self, event: Paste) -> None:
        """Ask why, where a paste would change what was accepted."""
        self._ask_why(event)

    def _ask_why(self, event: Key | Paste) -> None:
        from tui.handover.why_change import WhyChange

        within = self.focused is not None and self._page in self.focused.ancestors
        is_open = self._opened.file.read_only or self._report.status is not Stage.ACCEPTED
        if not within or is_open or not self._report.review.locked:
            return
        event.stop()
        self._typed = [event]
        self.app.push_screen(WhyChange(self._typed), self._reopened)

    def _reopened(self, reason: str | None) -> None:
        if reason is None:
            return
        try:
            self.reopen(reason)
        except Refused as error:
            self.notify(str(error), severity="error", markup=False, timeout=20)
            return
        for event in self._typed:
            again = Paste(event.text) if isinstance(event, Paste) else Key(event.key, event.character)
            self.app.post_message(again)

    # -- remarks

    def action_remarks(self) -> None:
        """Open the page of all remarks."""
        from tui.remarks.screen import RemarkPlace

        self._open_remarks(RemarkPlace())

    def action_back_to_remarks(self) -> None:
        """Go back to the remark from which one came here."""
        from tui.remarks.screen import RemarkPlace

        if isinstance(self._back, RemarkPlace):
            self._open_remarks(self._back)

    def _open_remarks(self, place: "RemarkPlace") -> None:
        from tui.remarks.screen import RemarksScreen

        self.set_way_back(None)
        read_only = self._opened.file.read_only
        page = RemarksScreen(self._report, self, self._name_of, place, read_only=read_only)
        self.app.push_screen(page, self._jump_from_remarks)

    async def _jump_from_remarks(self, jump: "Jump | None") -> None:
        if jump is None:
            return
        if jump.item.one is None:
            self._open_conflict(jump.item.section, jump.back)
        else:
            place = jump.item.one.place
            await self.visit(place.section or self._report.sections[0].id, place.spot, jump.back)

    def reply(self, remark_id: str, kind: ReplyKind, text: str) -> None:
        """Answer a remark, and have that saved.

        :raises Refused: when it cannot be answered so now.
        """
        from storage.review.remarking import reply

        reply(self._report, remark_id, kind, text, self._report.cover.preparer)
        self._autosave.mark()
        self.show_findings()
        self.tell_standing()

    # -- sections that both sides changed

    def _open_conflict(self, section_id: str, back: "RemarkPlace") -> None:
        from tui.conflict.screen import ConflictScreen

        conflict = next(one for one in self._report.review.conflicts if one.section == section_id)

        async def settled(chosen: Section | None) -> None:
            if chosen is not None:
                await self._settle(section_id, chosen)
                self.set_way_back(back)
            else:
                self._open_remarks(back)

        self.app.push_screen(ConflictScreen(self._report, conflict, self._name_of(section_id)), settled)

    async def _settle(self, section_id: str, chosen: Section) -> None:
        """Record which form was chosen, and make it the section by steps that can be undone in its forms."""
        from storage.review.merging import settle

        report, section = self._report, self._report.section(section_id)
        settle(report, section_id, chosen, report.cover.preparer)
        # The forms, and what they can undo, know the section that was there.
        report.sections[[one.id for one in report.sections].index(section_id)] = section
        await self._follow_section(section, chosen)
        self._following.begin_anew()
        await self._show(section_id)
        self.tell_about()
        self.tell_standing()
        self._outline_list.show_state(section)
        self._autosave.mark()
        self._checker.mark()
