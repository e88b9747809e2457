"""Targets: what is to reach which value by when."""

from __future__ import annotations

import pytest

from pipelines.structure import read_structure
from storage.models import Target

Row = tuple[str, str, object, str, int | None, int | None, str, bool]


def targets(text: str) -> list[Target]:
    return list(read_structure(f"一、任务\n推进工作。{text}").targets)


def row(target: Target) -> Row:
    return (
        target.indicator,
        target.comparator,
        target.value,
        target.unit,
        target.deadline_year,
        target.base_year,
        target.kind,
        target.core,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2027年，设备投资规模较2023年增长25%以上。",
            ("设备投资规模", ">=", 25, "%", 2027, 2023, "growth", True),
        ),
        (
            "到2026年，培育市级以上智能工厂25家。",
            ("市级以上智能工厂", "=", 25, "家", 2026, None, "count", True),
        ),
        (
            "转让旧车的，由市级财政给予不超过1.5万元的置换补贴。",
            ("置换补贴", "<=", 1.5, "万元", None, None, "specification", False),
        ),
        ("再生金属产能力争达到50万吨。", ("再生金属产能", "=", 50, "万吨", None, None, "level", True)),
        (
            "报废汽车回收量较2023年增加约一倍。",
            ("报废汽车回收量", "约", 1, "倍", None, 2023, "doubling", True),
        ),
        ("汽车保有量翻一番。", ("汽车保有量", "=", 1, "倍", None, None, "doubling", True)),
        (
            "新能源汽车占比提升5-8个百分点。",
            ("新能源汽车占比", "范围", (5, 8), "个百分点", None, None, "increase", True),
        ),
        ("家电回收率达到八成以上。", ("家电回收率", ">=", 80, "%", None, None, "level", True)),
        ("绿色工厂达到30家左右。", ("绿色工厂", "约", 30, "家", None, None, "count", True)),
        ("推动海棠公园、东风公园等6个公园提升。", ("公园提升", "=", 6, "个", None, None, "count", True)),
        ("2025年底前更新老旧电梯1.2万部。", ("老旧电梯", "=", 1.2, "万部", 2025, None, "count", True)),
        ("更新住宅电梯500部，2025年底前完成。", ("住宅电梯", "=", 500, "部", 2025, None, "count", True)),
        (
            "2024至2027年，每年实施改造项目10个以上。",
            ("改造项目", ">=", 10, "个/年", 2027, None, "annual count", True),
        ),
        (
            "到2025年，企业实现上云上平台全覆盖。",
            ("企业上云上平台", "=", 100, "%", 2025, None, "full coverage", True),
        ),
        ("老旧锅炉全部淘汰。", ("老旧锅炉", "=", 100, "%", None, None, "full coverage", True)),
        ("全面淘汰非标电动自行车。", ("非标电动自行车", "=", 100, "%", None, None, "full coverage", False)),
        (
            "到2027年，全面淘汰非标电动自行车。",
            ("非标电动自行车", "=", 100, "%", 2027, None, "full coverage", True),
        ),
        ("管网漏损率控制在8%以内。", ("管网漏损率", "<=", 8, "%", None, None, "level", True)),
        (
            "年综合能耗5000吨标准煤以上的企业开展诊断。",
            ("年综合能耗", ">=", 5000, "吨标准煤", None, None, "threshold", False),
        ),
        ("更新使用10年以上的老旧设备。", ("使用年限", ">=", 10, "年", None, None, "threshold", False)),
        (
            "淘汰国三及以下排放标准柴油货车。",
            ("柴油货车", "<=", 3, "国（排放阶段）", None, None, "threshold", False),
        ),
        (
            "新购设备不低于国家能效二级标准。",
            ("新购设备能效", ">=", 2, "级（国家能效等级）", None, None, "grade", False),
        ),
        ("建设超过200公顷的公园。", ("公园", ">", 200, "公顷", None, None, "specification", False)),
        (
            "单个项目最高补助500万元。",
            ("单个项目最高补助", "=", 500, "万元", None, None, "specification", False),
        ),
        ("每年组织开展促销活动。", ("促销活动", ">=", 1, "次/年", None, None, "frequency", False)),
        ("到二〇二七年，机械化率稳定在90%以上。", ("机械化率", ">=", 90, "%", 2027, None, "level", True)),
    ],
)
def test_one_target(text: str, expected: Row):
    assert [row(target) for target in targets(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年底，全市已建成充电桩2.3万个。",
        "本办法自2024年7月1日起施行。",
        "按照国发〔2024〕7号和《关于2024年更新100台设备的通知》要求，推动更新。",
        "落实商务部等7部门政策，建立“1+4+N”体系。",
        "各单位明确1名负责人。",
        "发展一、二、三产业。",
        "（市商务局、市财政局2个单位按职责分工负责）",
    ],
)
def test_facts_dates_and_numbers_of_documents_are_none(text: str):
    assert targets(text) == []


def test_listed_values_go_to_listed_indicators():
    found = targets("到2027年，工具普及率、关键工序数控化率分别超过90%、78%。")
    assert [(t.indicator, t.comparator, t.value) for t in found] == [
        ("工具普及率", ">", 90),
        ("关键工序数控化率", ">", 78),
    ]


def test_a_comparator_at_the_end_of_a_list_holds_for_all_of_it():
    found = targets("新增公交车、出租车中新能源车比例力争90%、80%以上。")
    assert [(t.indicator, t.comparator, t.value) for t in found] == [
        ("新增公交车中新能源车比例", ">=", 90),
        ("出租车中新能源车比例", ">=", 80),
    ]


def test_listed_years_go_to_listed_values():
    found = targets("到2025年和2027年，报废汽车回收量分别较2023年增长50%和100%。")
    assert [(t.deadline_year, t.value, t.base_year) for t in found] == [(2025, 50, 2023), (2027, 100, 2023)]


def test_a_deadline_holds_to_the_end_of_its_sentence_and_no_further():
    found = targets("到2025年，建成站点100个，覆盖率达到80%。新增设备20台。")
    assert [t.deadline_year for t in found] == [2025, 2025, None]


def test_a_deadline_that_introduces_a_list_holds_for_the_clauses_below():
    structure = read_structure(
        "一、目标\n到2027年：\n——设备投资增长25%以上。\n——建成中心10个。\n二、任务\n建成站点5个。"
    )
    assert [t.deadline_year for t in structure.targets] == [2027, 2027, None]


def test_the_year_of_the_plan_is_the_deadline_of_what_is_due_within_it():
    structure = read_structure("某县2024年工作任务清单\n一、任务\n10月底前更新电梯36台。全年报废农机230台。")
    assert [t.deadline_year for t in structure.targets] == [2024, 2024]


def test_a_base_year_is_taken_over_by_the_growth_that_follows():
    found = targets("设备投资较2023年增长25%，报废汽车回收量增长一倍，回收率达到90%。")
    assert [t.base_year for t in found] == [2023, 2023, None]


def test_a_phrase_without_a_name_speaks_of_the_one_before():
    found = targets("二手车交易量年均增长10%以上，到2027年突破20万辆。")
    assert [(t.indicator, t.value, t.base_year) for t in found] == [
        ("二手车交易量", 10, None),
        ("二手车交易量", 20, None),
    ]


def test_a_row_of_a_task_table_has_its_own_deadline():
    text = "分解表\n序号\t任务\t内容\t单位\t时限\n1\t更新电梯\t更新老旧电梯50台。\t市住建局\t2025年12月\n"
    (target,) = read_structure(text).targets
    assert (target.value, target.deadline_year) == (50, 2025)


def test_the_quote_is_in_the_text_as_printed():
    text = "一、任务\n推进工作。到2027年,更新管网 180.6\n公里以上。"
    (target,) = read_structure(text).targets
    assert target.quote == "更新管网 180.6\n公里以上"


def test_two_frequencies_of_one_phrase_are_two():
    assert [(target.indicator, target.unit) for target in targets("每季度调度进展、每半年通报一次。")] == [
        ("调度进展", "次/季度"),
        ("通报一次", "次/半年"),
    ]


def test_the_year_in_the_title_is_the_plans_and_a_span_of_years_is_not():
    text = "一、任务\n推进工作。全年换新电动自行车3万辆。"

    def deadline(title: str) -> int | None:
        (target,) = read_structure(text, title=title).targets
        return target.deadline_year

    assert deadline("某市2025年加力扩围实施消费品以旧换新若干措施") == 2025
    assert deadline("某市设备更新行动计划（2024—2027年）") is None
    assert deadline("某市2024年至2027年行动方案") is None


def test_a_year_with_a_quantity_of_its_own_is_no_deadline_of_what_stands_before():
    found = targets("每年实施技改项目20个以上，2027年底前智能化改造覆盖率达到80%以上。")
    assert [t.deadline_year for t in found] == [None, 2027]
    assert [t.deadline_year for t in targets("新增站点100个，2025年底前完成。")] == [2025]


def test_what_is_spent_and_what_an_applicant_needs_are_no_goals():
    assert [t.kind for t in targets("县财政每年安排500万元专项资金。")] == ["specification"]
    assert [t.kind for t in targets("申报项目设备投资额应不低于500万元。")] == ["threshold"]


def test_a_rate_of_spread_is_one_name():
    found = targets("到2025年、2027年，数字化研发设计工具普及率分别达到80%、90%以上。")
    assert [(t.indicator, t.value, t.deadline_year) for t in found] == [
        ("数字化研发设计工具普及率", 80, 2025),
        ("数字化研发设计工具普及率", 90, 2027),
    ]


def test_what_a_change_starts_from_is_no_target():
    found = targets("到2026年，年处理能力由20万台提升至30万台，漏损率从12%降至8%以内。")
    assert [(t.indicator, t.comparator, t.value, t.unit) for t in found] == [
        ("年处理能力", "=", 30, "万台/年"),
        ("漏损率", "<=", 8, "%"),
    ]


def test_how_many_are_moved_to_act_is_a_count_and_how_large_they_are_a_condition():
    assert [t.kind for t in targets("推动5000家以上企业完成技术改造。")] == ["count"]
    assert [t.kind for t in targets("推动年产值2000万元以上企业完成技术改造。")] == ["threshold"]


def test_money_set_aside_is_no_goal():
    assert [(t.kind, t.core) for t in targets("省级安排3亿元，用于汽车换新。")] == [("specification", False)]


def test_quarters_and_half_years_are_those_of_the_plans_year():
    text = "一、电梯更新\n一季度完成800台，上半年累计完成2000台。每周五前报送进展。"
    found = read_structure(text, title="某区2025年工作方案").targets
    assert [(t.value, t.deadline_year) for t in found] == [(800, 2025), (2000, 2025), (1, None)]
    assert found[-1].indicator == "报送进展"


def test_a_deadline_that_opens_a_paragraph_holds_to_its_end():
    found = targets("\n到2028年，建成分拣中心4个。回收率达到70%。\n新增站点12个。")
    assert [t.deadline_year for t in found] == [2028, 2028, None]


def test_a_base_year_said_of_the_whole_sentence_goes_beyond_a_semicolon():
    found = targets("与2022年相比，机械化率提高6个、4个百分点；二手车交易量增长40%；家电回收量增长一倍。")
    assert {t.base_year for t in found} == {2022}
    found = targets("设备投资较2022年增长12%；二手车交易量增长40%。")
    assert [t.base_year for t in found] == [2022, None]


def test_a_unit_at_the_end_of_a_list_holds_for_all_of_it():
    found = targets("工具普及率、关键工序数控化率分别提高7个、5个百分点以上。")
    assert [(t.indicator, t.comparator, t.value, t.unit) for t in found] == [
        ("工具普及率", ">=", 7, "个百分点"),
        ("关键工序数控化率", ">=", 5, "个百分点"),
    ]


def test_things_counted_before_their_names_keep_them():
    found = targets("更新26个雨量站点、140个水质断面、9个监测机构的仪器。")
    assert [(t.value, t.indicator) for t in found] == [
        (26, "雨量站点"),
        (140, "水质断面"),
        (9, "监测机构的仪器"),
    ]


def test_what_describes_the_thing_that_is_counted_is_a_condition():
    found = targets("培育2家年营收达3亿元的回收企业。")
    assert [(t.indicator, t.value, t.unit, t.kind) for t in found] == [
        ("回收企业", 2, "家", "count"),
        ("年营收", 3, "亿元", "threshold"),
    ]
    assert [(t.indicator, t.value, t.kind) for t in targets("完成3台20蒸吨/小时燃煤锅炉淘汰。")] == [
        ("燃煤锅炉", 3, "count"),
        ("燃煤锅炉", 20, "threshold"),
    ]


def test_a_further_item_of_what_is_done_is_a_count_as_the_first_is():
    found = targets("完成12条以上焚烧线改造、30座以上转运站提升。")
    assert [(t.value, t.kind, t.core) for t in found] == [(12, "count", True), (30, "count", True)]


def test_one_value_given_to_each_of_several_measures():
    found = targets("到2026年，污水处理率、垃圾无害化处理率均达到97%。")
    assert [(t.indicator, t.value) for t in found] == [("污水处理率", 97), ("垃圾无害化处理率", 97)]
    assert [t.indicator for t in targets("航道、公路数字化改造各60公里。")] == ["航道、公路数字化改造"]


def test_listed_names_share_the_tail_of_the_last():
    def indicators(text: str) -> list[str]:
        return [target.indicator for target in targets(text)]

    assert indicators("国家级、省级绿色园区分别达到2个、9个。") == ["国家级绿色园区", "省级绿色园区"]
    assert indicators("报废农机、废旧家电回收量分别增长20%、15%。") == ["报废农机回收量", "废旧家电回收量"]
    assert indicators("中巴车、环卫车新能源比例分别达到70%、50%。") == [
        "中巴车新能源比例",
        "环卫车新能源比例",
    ]
    assert indicators("智能化改造、数字化改造比例分别达到60%、80%。") == ["智能化改造比例", "数字化改造比例"]


def test_what_a_bracket_counts_is_named_inside_it():
    found = targets("新建分拣中心6座（含2座绿色中心）、充电站9座（共80个充电桩）。")
    assert [(t.value, t.indicator) for t in found] == [
        (6, "新建分拣中心"),
        (2, "绿色中心"),
        (9, "充电站"),
        (80, "充电桩"),
    ]


def test_a_year_before_a_deed_is_no_yearly_output():
    assert [t.unit for t in targets("全年新增贷款6亿元。到2028年新增充电桩70个。年新增产能4万吨。")] == [
        "亿元",
        "个",
        "万吨/年",
    ]


def test_from_one_years_value_to_anothers():
    found = targets("二手车交易量由2022年的8万辆提高到2028年的14万辆。")
    assert [(t.indicator, t.value, t.deadline_year) for t in found] == [("二手车交易量", 14, 2028)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成5G工厂2—4家。", ("5G工厂", "范围", (2, 4), "家")),
        ("二手车年交易量近7万辆。", ("二手车年交易量", "约", 7, "万辆/年")),
        ("报废汽车年规范拆解量9000辆左右。", ("报废汽车年规范拆解量", "约", 9000, "辆/年")),
        ("完成设备更新8万千瓦以上。", ("设备更新", ">=", 8, "万千瓦")),
        ("对日处理5万立方米规模以上污水厂开展改造。", ("污水厂", ">=", 5, "万立方米")),
        ("更新使用满18年的老旧电梯。", ("使用年限", ">=", 18, "年")),
        ("发布“湖城制造”标准4项。", ("“湖城制造”标准", "=", 4, "项")),
        ("淘汰国二及以下渡轮基本淘汰。", ("渡轮", "<=", 2, "国（排放阶段）")),
        ("植保无人机保有量达到300架。", ("植保无人机保有量", "=", 300, "架")),
        ("机器人密度达到200台/万人。", ("机器人密度", "=", 200, "台/万人")),
        ("完成汽车报废更新700辆。", ("汽车报废更新", "=", 700, "辆")),
        ("依托3个开发区，培育龙头企业8家左右。", ("龙头企业", "约", 8, "家")),
        ("淘汰国Ⅲ排放标准及以下的叉车。", ("叉车", "<=", 3, "国（排放阶段）")),
    ],
)
def test_forms_of_values_and_names(text: str, expected: tuple[object, ...]):
    assert [row(target)[:4] for target in targets(text)] == [expected]


def test_parts_of_the_plan_itself_are_no_targets():
    assert targets("开展设备更新、标准提升3大行动、14个工程、48项具体任务。") == []
