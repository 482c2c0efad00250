"""For each code of what is missing, of wording, numbering, times, leftovers and problems: what must raise it, and what comes near and must not."""

from storage.checks.codes import Code
from tests.storage.checks.planting import (
    Case,
    carried,
    cover,
    emptied,
    fact,
    goal,
    headed,
    instead,
    not_done,
    problem,
    promised,
    reads,
    says,
    together,
    told,
)

SIGNED = "一、概况\n按时完成。\n附件：自评表\n某县文化馆\n2024年3月1日\n"


CASES: list[tuple[Code, Case, Case]] = [
    # What is missing.
    (Code.SECTION_EMPTY, emptied("other"), reads("other", "无")),
    (Code.SECTION_EMPTY, headed("一、概况\n二、资金\n用于下乡演出。"), headed("一、概况\n（一）背景\n下乡演出。")),
    (
        Code.SECTION_EMPTY,
        headed("一、概况\n用于下乡演出。\n（一）背景\n（二）内容\n演出。"),
        "目录\n一、概况\n二、资金\n",
    ),
    (Code.ENTRY_BLANK, cover(preparer=""), cover(central_department="")),
    (Code.ENTRY_BLANK, goal(achieved=" "), goal(achieved="见各项指标。")),
    (
        Code.FACTS_BLANK,
        fact("completion", "科普讲座", ""),
        together(fact("completion", "科普讲座", ""), not_done("completion")),
    ),
    (
        Code.COVERAGE_MISSING,
        reads("coverage", "应自评项目1个，下达资金50,000.00元。"),
        reads("coverage", "应自评项目1个，资金50,000.00元，已全部自评，覆盖率100%。"),
    ),
    (
        Code.SECTION_WITHOUT_AMOUNT,
        reads("allocation", "资金按时下达，按制度使用，专人负责，账目清楚明白，没有挪用。"),
        reads("allocation", "下达资金2,345,041.85元，按制度使用，专人负责，账目清楚明白。"),
    ),
    (
        Code.SECTION_WITHOUT_FIGURE,
        reads("completion", "项目按计划实施，各项工作开展有序，取得了预期的成效，群众欢迎。"),
        reads("completion", "项目按计划实施，全年开放267天，比目标多7天，各项工作开展有序。"),
    ),
    (Code.SIGNATURE_MISSING, "一、概况\n下乡演出。\n", SIGNED),
    (Code.TABLE_NOT_JUDGED, SIGNED.replace("附件：自评表\n", ""), SIGNED),
    # Wording.
    (
        Code.RESULT_AS_GOAL,
        says("benefits", "年末展品完好率≥97%。"),
        says("benefits", "展品完好率年初目标是≥97%。"),
    ),
    (
        Code.RESULT_AS_GOAL,
        says("benefits", "展品完好率保持在97%以上。"),
        says("problems", "确保展品完好率在97%以上。"),
    ),
    (
        Code.ROUGH_TWICE,
        says("completion", "中小学生近8000余人参观。"),
        says("completion", "中小学生8000余人参观，每场近40人。"),
    ),
    (
        Code.SENTENCE_UNFINISHED,
        says("comparison", "支付进度与预算相符，"),
        says("comparison", "支付进度与预算相符。"),
    ),
    (
        Code.SENTENCE_UNFINISHED,
        says("comparison", "支付范围符合规定；"),
        says("comparison", "1.支付范围符合规定；\n2.支付标准符合规定。"),
    ),
    (
        Code.SENTENCE_UNFINISHED,
        headed("一、概况\n演出按时完成，\n二、资金\n用完了。"),
        headed("一、概况\n演出按时完成，\n群众欢迎。"),
    ),
    (Code.UNITS_MIXED, says("allocation", "县级安排12.5万元。"), says("allocation", "讲课费每场300元。")),
    (
        Code.DECIMALS_MIXED,
        says("allocation", "其中设备费56,000.5元。"),
        says("allocation", "其中设备费56,000.50元，讲课费每人300元。"),
    ),
    (
        Code.DECIMALS_MIXED,
        headed("一、资金\n下达12.5万元，支出11.25万元。"),
        headed("一、资金\n下达12万元，支出11.25万元。"),
    ),
    (Code.PUNCTUATION_MIXED, says("other", "目标没有调整,口径一致。"), says("other", "参观109,522人次。")),
    (
        Code.BRACKET_UNCLOSED,
        says("other", "根据通知（临财预发〔2023〕296号要求，开展自评。"),
        says("other", "根据通知（临财预发〔2023〕296号）要求，开展自评。"),
    ),
    (
        Code.BRACKET_UNCLOSED,
        says("other", "举办了“科普进校园活动。"),
        says("other", "举办了“科普进校园”活动，分两步：1）报名；2）演出。"),
    ),
    (Code.BRACKET_UNCLOSED, cover(basis="《关于做好自评工作的通知"), cover(basis="《关于做好自评工作的通知》")),
    (Code.BRACKET_WIDTHS, says("other", "科普大篷车（1辆)已检修。"), says("other", "科普大篷车（1辆）已检修。")),
    # Numbering.
    (
        Code.NUMBERING_GAP,
        says("problems", "1.人手少。\n3.经费少。"),
        says("problems", "1.人手少。\n2.经费少。\n12.5万元没有用完。"),
    ),
    (
        Code.NUMBERING_GAP,
        says("problems", "一是加强培训。三是加强考核。"),
        says("problems", "一是加强培训。二是加强考核。是否有效，三个月后再看。"),
    ),
    (
        Code.NUMBERING_GAP,
        headed("一、概况\n1.下乡。\n二、问题\n3.人手少。"),
        headed("一、概况\n1.下乡。\n二、问题\n2.人手少。"),
    ),
    (
        Code.NUMBERING_DUPLICATE,
        says("problems", "1.人手少。\n2.经费少。\n2.改进措施如下。"),
        says("problems", "1.人手少。\n2.经费少。\n（一）措施\n1.招人。\n2.筹钱。"),
    ),
    (
        Code.NUMBERING_DUPLICATE,
        says("problems", "1. 人手少。\n1. 经费少。\n2. 场地小。"),
        says("problems", "1. 措施：\n1. 招人。\n2. 筹钱。"),
    ),
    (
        Code.NUMBERING_DUPLICATE,
        headed("一、概况\n演出。\n一、资金\n用完。"),
        headed("一、概况\n一、二季度各演出2场。\n二、资金\n用完。"),
    ),
    (
        Code.NUMBERING_MIXED,
        says("problems", "(一)人手少。\n(二)经费少。"),
        says("problems", "（一）人手少。\n（二）经费少。"),
    ),
    (
        Code.NUMBERING_MIXED,
        says("problems", "1.人手少。\n2、经费少。"),
        says("problems", "1、人手少。\n2、经费少。"),
    ),
    (
        Code.NUMBERING_COMMA,
        says("problems", "（一）、人手少。\n（二）、经费少。"),
        says("problems", "获一等奖的（2个）、二等奖的（3个）。"),
    ),
    # Times.
    (Code.DATE_IMPOSSIBLE, says("process", "2024年2月30日定稿。"), says("process", "2024年2月29日定稿。")),
    (
        Code.DATE_OUTSIDE_YEAR,
        says("completion", "2022年5月8日举办讲解比赛。"),
        says("completion", "2022年5月印发的《讲解办法》继续执行。"),
    ),
    (
        Code.DATE_OUTSIDE_YEAR,
        says("completion", "2024年2月3日举办讲解比赛。"),
        says("process", "2024年2月3日收回资料。"),
    ),
    (Code.DATE_OUTSIDE_YEAR, cover(date="2022年3月15日"), cover(date="2024年3月15日")),
    (Code.YEAR_UNFINISHED, says("completion", "目前已举办讲座2场次。"), says("completion", "目前设备运行正常。")),
    (
        Code.YEAR_UNFINISHED,
        says("completion", "上半年举办讲座2场次。"),
        says("completion", "上半年举办讲座2场次，下半年1场次。"),
    ),
    (
        Code.YEAR_UNFINISHED,
        says("comparison", "截至2023年11月30日支出90%。"),
        says("comparison", "截至2023年12月31日支出90%。"),
    ),
    (Code.YEAR_UNNAMED, says("completion", "今年举办了讲座。"), says("completion", "本年度举办了讲座。")),
    (
        Code.DUE_PAST,
        problem(problem="人手少。", cause="编制少。", measure="招聘2人。", due="2024年3月1日"),
        problem(problem="人手少。", cause="编制少。", measure="招聘2人。", due="2024年3月31日"),
    ),
    # What comes from last year's report.
    (Code.CARRIED_UNCONFIRMED, carried("other"), together(carried("other"), reads("other", "无"))),
    (
        Code.CARRIED_YEAR,
        together(instead("other", "2023年度没有", "2022年度没有"), carried("other")),
        together(carried("other"), instead("other", "2023年度没有", "2022年度确实没有")),
    ),
    (Code.MEASURE_UNACCOUNTED, promised("招聘2人。", ""), promised("招聘2人。", "已落实")),
    (Code.MEASURE_UNACCOUNTED, promised("招聘2人。", "未落实"), promised("招聘2人。", "未落实", "没有编制。")),
    # What a copied text or a form leaves behind.
    (
        Code.PLACEHOLDER,
        says("organisation", "由XX科牵头。"),
        says("organisation", "排水沟断面0.6×0.6米，配X光机。"),
    ),
    (Code.PLACEHOLDER, cover(phone="____"), cover(phone="0936-7654321")),
    (Code.FORM_HINT, says("purpose", "（请填写项目立项依据）"), says("purpose", "（立项依据见附件）")),
    (
        Code.FORM_HINT,
        says("organisation", "写依据哪份通知、由谁牵头、哪些人参加、怎样分工、谁来审核。"),
        says("organisation", "由办公室牵头。"),
    ),
    (
        Code.YEAR_LEFT,
        says("organisation", "做好2022年度项目绩效自评。"),
        says("organisation", "2022年度结转的项目资金一并自评。"),
    ),
    (
        Code.YEAR_LEFT,
        says("purpose", "2022年科技馆免费开放补助资金用于日常运行。"),
        says("purpose", "2022年科技馆免费开放补助资金结转到本年使用。"),
    ),
    (Code.OTHER_UNIT, says("organisation", "报民乐县财政局审核。"), says("organisation", "报县财政局审核。")),
    (
        Code.OTHER_UNIT,
        says("completion", "山丹县科技馆全年开放。"),
        says("completion", "赴山丹县科技馆学习交流。"),
    ),
    (
        Code.OTHER_PROJECT,
        says("organisation", "农村公路养护补助资金绩效自评由办公室负责。"),
        says("organisation", "免费开放补助资金绩效自评由办公室负责。"),
    ),
    (
        Code.OTHER_PROJECT,
        says("organisation", "乡村道路硬化项目绩效自评由办公室负责。"),
        says("organisation", "各科室配合，保质保量提前完成项目绩效自评。"),
    ),
    (
        Code.PLACEHOLDER,
        says("allocation", "设备费支出……元。"),
        says("allocation", "设备有投影仪、音响……均已验收。"),
    ),
    (Code.PLACEHOLDER, says("process", "扣分的指标有（  ）项。"), says("process", "扣分的指标有（共）3项。")),
    (Code.PLACEHOLDER, says("process", "***"), says("process", "＊＊＊")),
    (Code.PLACEHOLDER, says("process", "由***镇承办。"), says("process", "由**县科技馆**承办。")),
    (Code.PLACEHOLDER, says("process", "由王XX局承办。"), says("process", "由王XX承办。")),
    (Code.PLACEHOLDER, says("process", "参观公众？？？人次。"), says("process", "观众问“明年还来吗？？？”")),
    (Code.PLACEHOLDER, says("process", "由{填报单位}承办。"), says("process", "采用{课程}模式授课。")),
    (Code.FORM_HINT, says("purpose", "数据待补充。"), says("purpose", "设备清单待补充。")),
    (Code.FORM_HINT, says("purpose", "请据实填写。"), says("purpose", "请据实填写的要求已传达。")),
    (Code.FORM_HINT, says("purpose", "此处填写立项依据。"), says("purpose", "此处应建停车场。")),
    # References to figures.
    (Code.REFERENCE_UNKNOWN, says("completion", "接待{{参观人数}}。"), says("completion", "接待{{参观人次}}。")),
    (
        Code.REFERENCE_BLANK,
        together(fact("completion", "科普讲座", ""), says("completion", "另有{{科普讲座}}。")),
        says("completion", "另有{{科普讲座}}。"),
    ),
    (
        Code.UNIT_DOUBLED,
        says("completion", "讲座共{{科普讲座}}场。"),
        says("completion", "讲座共{{科普讲座}}，场场满员。"),
    ),
    # Problems.
    (Code.PROBLEM_WITHOUT_MEASURE, problem(problem="人手少。"), problem(problem="人手少。", measure="招聘2人。")),
    (
        Code.PROBLEM_WITHOUT_MEASURE,
        told("讲解人员少，旺季忙不过来，观众等候时间长，意见比较集中。"),
        reads("problems", "讲解人员少，旺季忙不过来，观众等候时间长，意见比较集中。"),
    ),
    (Code.MEASURE_WITHOUT_PROBLEM, problem(measure="招聘2人。"), problem(problem="人手少。", measure="招聘2人。")),
    (
        Code.MEASURE_WITHOUT_PROBLEM,
        told("1.讲解人员少，旺季忙不过来，等候时间长。\n2.改进措施：一是招人。二是培训。三是宣传。"),
        told("1.讲解人员少，旺季忙不过来，等候时间长。\n2.改进措施：一是招人。二是培训。"),
    ),
    (
        Code.PROMISE_ALREADY_THERE,
        says("problems", "下一步创新打造“彩虹课堂”品牌。"),
        says("problems", "下一步创新打造“星空课堂”品牌。"),
    ),
    (
        Code.PROMISE_ALREADY_THERE,
        says("problems", "下一步制定《科技馆绩效考核细则》。"),
        says("allocation", "已制定《科技馆绩效考核细则》。"),
    ),
    (Code.NONE_BUT_PROBLEMS, reads("problems", "无"), reads("other", "无")),
    # What was taken for a mistake before it was looked at twice.
    (Code.PLACEHOLDER, says("purpose", "由〇〇局立项。"), says("purpose", "二〇〇九年立项。")),
    (
        Code.FORM_HINT,
        says("purpose", "（应写明立项依据）"),
        says("purpose", "（应补助对象共5人，需说明的是均已核实）"),
    ),
    (
        Code.COVERAGE_MISSING,
        headed("一、自评工作开展情况\n（二）绩效自评金额、个数、覆盖率\n共5万元，全部自评。"),
        headed("一、自评工作开展情况\n（二）绩效自评金额、个数、覆盖率\n共三个项目5万元，覆盖率达百分之百。"),
    ),
    (
        Code.SECTION_EMPTY,
        headed("一、概况\n演出。\n二、其他"),
        headed("一、概况\n演出。\n二、其他需说明的问题 无"),
    ),
    (
        Code.RESULT_AS_GOAL,
        says("benefits", "展品合格率达98%以上。"),
        says("benefits", "中小学生占60%以上。"),
    ),
]
