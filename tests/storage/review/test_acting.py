import pytest

from storage.errors import Refused
from storage.report.event import Act, Role, Signature, Stage
from storage.report.prose import Prose
from storage.report.remark import RemarkState, ReplyKind, Severity
from storage.report.report import Report
from storage.review.acting import change, give_back, readiness, recall, send
from storage.review.content import report_digest
from storage.review.remarking import reply
from tests.storage.review.sides import SIGNED, copy_for, remarked, sent, small_outline, small_report


def test_a_report_nobody_sent_reads_and_is_written_as_before_there_was_a_review() -> None:
    report = small_report()
    payload = report.payload()
    assert "审核" not in payload
    assert (report.status, payload["状态"], payload["摘要"]["状态"]) == ("草稿", "草稿", "草稿")
    assert (report.review.round, report.review.locked, report.review.last_hand_over) == (0, "", None)


def test_the_stage_the_round_and_the_lock_follow_from_what_happened() -> None:
    office = small_report()
    first = sent(office)
    assert (office.status, office.review.round, office.payload()["摘要"]["状态"]) == (Stage.SENT, 1, "已送审")
    assert "要改请先撤回" in office.review.locked
    assert first.digest == report_digest(office)
    reviewer = copy_for(office, Role.REVIEWER)
    assert "只能加批注" in reviewer.review.locked
    give_back(reviewer, Act.RETURN, "请补充依据", "王五")
    office = copy_for(reviewer, Role.OFFICE)
    assert (office.status, office.review.locked) == (Stage.RETURNED, "")
    second = sent(office)
    assert (second.round, office.status) == (2, Stage.SENT)
    recall(office, "漏了一张表", "李四")
    assert (office.status, office.review.last_hand_over) == (Stage.DRAFT, None)
    assert sent(office).round == 3
    reviewer = copy_for(office, Role.REVIEWER)
    give_back(reviewer, Act.ACCEPT, "同意", "王五")
    office = copy_for(reviewer, Role.OFFICE)
    assert office.status is Stage.ACCEPTED
    assert "先写明改动的理由" in office.review.locked
    change(office, "决算数有调整", "李四")
    assert (office.status, office.review.locked) == (Stage.DRAFT, "")
    assert [event.act for event in office.review.events] == [
        *("送审", "退回", "送审", "撤回", "送审", "通过", "改动"),
    ]
    assert Report.read(office.payload()) == office


@pytest.mark.parametrize("act", list(Act))
def test_what_cannot_be_done_now_is_refused_in_one_sentence_and_leaves_no_trace(act: Act) -> None:
    doings = {
        Act.SEND: sent,
        Act.RECALL: lambda report: recall(report, "理由", "李四"),
        Act.RETURN: lambda report: give_back(report, Act.RETURN, "意见", "王五"),
        Act.ACCEPT: lambda report: give_back(report, Act.ACCEPT, "意见", "王五"),
        Act.CHANGE: lambda report: change(report, "理由", "李四"),
    }
    by_office = act in {Act.SEND, Act.RECALL, Act.CHANGE}
    report = small_report()
    if act is Act.SEND:
        sent(report)
    for role in Role:
        held = copy_for(report, role)
        before = held.payload()
        with pytest.raises(Refused) as refused:
            doings[act](held)
        assert str(refused.value).endswith("。")
        assert str(act) in str(refused.value)
        assert ("草稿" in str(refused.value) or "已送审" in str(refused.value)) is (
            (role is Role.OFFICE) == by_office
        )
        assert held.payload() == before


def test_a_verdict_on_what_was_recalled_meanwhile_is_kept_and_does_not_count() -> None:
    office = small_report()
    sent(office)
    reviewer = copy_for(office, Role.REVIEWER)
    give_back(reviewer, Act.ACCEPT, "同意", "王五")
    recall(office, "有一处要改", "李四")
    both = [office.review.merged(reviewer.review), reviewer.review.merged(office.review)]
    assert [merged.stage for merged in both] == [Stage.DRAFT, Stage.DRAFT]
    assert both[0].events == both[1].events
    assert len(both[0].events) == 3


def test_errors_stop_it_until_each_has_a_reason_and_what_was_found_goes_along() -> None:
    report, outline = small_report(), small_outline()
    report.section("plan").prose = Prose(text="2023年2月30日开馆，2023年11月31日闭馆。")
    errors = readiness(report, outline).errors
    assert len(errors) == 2
    with pytest.raises(Refused, match=f"还有{len(errors)}处错误没有改正，不能送审"):
        send(report, outline, SIGNED, {})
    with pytest.raises(Refused, match="还有1处错误"):
        send(report, outline, SIGNED, {errors[0].key: "  "} | {error.key: "已核实" for error in errors[1:]})
    with pytest.raises(Refused, match="负责人和填报人签署"):
        send(report, outline, Signature(responsible="张三"), {})
    assert report.review.events == []
    event = send(report, outline, SIGNED, {error.key: "已核实\x1b" for error in errors})
    assert [found.reason for found in event.found or () if found.severity == "错误"] == ["已核实"] * len(errors)
    assert event.signature == SIGNED


def test_a_remark_is_answered_and_closed_and_a_round_waits_for_both_sides() -> None:
    office = small_report()
    sent(office)
    reviewer = copy_for(office, Role.REVIEWER)
    must = remarked(reviewer)
    remarked(reviewer, "建议再核一遍", Severity.SHOULD)
    with pytest.raises(Refused, match="由填报单位来办"):
        reply(reviewer, must.id, ReplyKind.MENDED, "", "王五")
    with pytest.raises(Refused, match="还有1条“必须修改”的批注没有销号"):
        give_back(reviewer, Act.ACCEPT, "同意", "王五")
    give_back(reviewer, Act.RETURN, "请改", "王五")
    with pytest.raises(Refused, match="第1轮已经有了审核意见"):
        remarked(reviewer)
    office = copy_for(reviewer, Role.OFFICE)
    with pytest.raises(Refused, match="还有2条批注没有答复"):
        sent(office)
    with pytest.raises(Refused, match="“说明”要写明理由"):
        reply(office, must.id, ReplyKind.EXPLAINED, " ", "李四")
    with pytest.raises(Refused, match="由审核一方来办"):
        reply(office, must.id, ReplyKind.CLOSED, "", "李四")
    for remark in office.review.remarks:
        reply(office, remark.id, ReplyKind.MENDED, "改了", "李四")
    sent(office)
    with pytest.raises(Refused, match="要答复请先撤回"):
        reply(office, must.id, ReplyKind.EXPLAINED, "再说一句", "李四")
    reviewer = copy_for(office, Role.REVIEWER)
    reply(reviewer, must.id, ReplyKind.REOPENED, "依据不对", "王五")
    assert reviewer.review.remark(must.id).state is RemarkState.WAITING
    reply(reviewer, must.id, ReplyKind.CLOSED, "", "王五")
    with pytest.raises(Refused, match="这条批注是“已销号”，不能再销号"):
        reply(reviewer, must.id, ReplyKind.CLOSED, "", "王五")
    assert [one.order for one in reviewer.review.remark(must.id).thread] == [1, 2, 3]
    give_back(reviewer, Act.ACCEPT, "同意", "王五")
    assert reviewer.status is Stage.ACCEPTED
