"""Which indicator a printed target measures, in the wordings of plans that are not among the baselines."""

from __future__ import annotations

import pytest

from pipelines.compare import compare
from pipelines.compare.indicators import indicator_of, load_indicators
from tests.compare.plans import clause, plan, target

TABLE = load_indicators()
# printed in plans -> id of its row
PRINTED = {
    "报废机动车回收拆解量": "scrapped-cars",
    "二手车交易量": "used-cars",
    "二手车出口量": "used-car-exports",
    "废旧家电回收量": "old-appliances",
    "废弃电器电子产品规范拆解量": "old-appliances",
    "工业领域设备投资规模": "equipment-investment",
    "技术改造投资": "renovation-investment",
    "规上工业企业数字化研发设计工具普及率": "digital-design",
    "规上工业企业关键工序数控化率": "numerical-control",
    "更新老旧小区住宅电梯": "lifts",
    "既有住宅加装电梯": "lifts-added",
    "更新新能源公交车": "nev-buses",
    "新增及更新的公交车中新能源汽车比例": "nev-buses",
    "新能源汽车新车销量占比": "nev-share",
    "公用充电桩": "charging",
    "新建充电基础设施": "charging",
    "再生材料在资源供给中的占比": "recycled-share",
    "环保绩效达到A级水平的产能比例": "a-grade",
    "达到能效标杆水平的产能比例": "benchmark-energy",
    "更新改造污水管网": "sewage-pipes",
    "城镇燃气老旧管道": "gas-pipes",
    "改造城镇老旧小区": "old-quarters",
    "既有建筑节能改造面积": "building-saving",
    "国三及以下排放标准营运柴油货车": "lorries",
    "公务用车中新能源汽车占比": "nev-official",
    "新建智能工厂": "smart-factories",
    "再生资源回收站点": "recovery-points",
    "制修订地方标准": "standards",
}


@pytest.mark.parametrize(("printed", "row"), PRINTED.items())
def test_a_wording_belongs_to_its_row(printed: str, row: str) -> None:
    assert indicator_of(target("1", printed, 1, "个", printed), TABLE).id == row


def test_every_row_has_its_own_id_and_both_names() -> None:
    ids = [indicator.id for indicator in TABLE]
    assert len(set(ids)) == len(ids)
    assert all(indicator.zh and indicator.en for indicator in TABLE)


def test_updating_lifts_and_adding_lifts_are_not_compared() -> None:
    own = plan("own", clause("1", "电梯"), targets=(target("1", "更新住宅电梯", 500, "部", "更新500部"),))
    other = plan("other", clause("1", "电梯"), targets=(target("1", "加装住宅电梯", 300, "部", "加装300部"),))
    assert not [each for each in compare(own, [other]).findings if each.kind in ("raised", "lowered")]


def test_a_better_efficiency_grade_is_a_smaller_number() -> None:
    grade = {"comparator": ">=", "kind": "grade", "core": False}
    unit = "级（国家能效等级）"
    own = plan("own", clause("1", "能效"), targets=(target("1", "用能设备能效", 1, unit, "一级", **grade),))
    other = plan(
        "other", clause("1", "能效"), targets=(target("1", "用能设备能效", 2, unit, "二级", **grade),)
    )
    kinds = {each.kind for each in compare(own, [other]).findings if each.kind in ("raised", "lowered")}
    assert kinds == {"raised"}
