"""The fields of whole documents: five real plans, and papers written to be difficult."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.embedded import config_dir
from pipelines.metadata import PortalRegion, read_metadata, split_notice
from storage.models import Entry, Metadata

BODY = (
    "为贯彻落实《国务院关于印发〈推动大规模设备更新和消费品以旧换新行动方案〉的通知》（国发〔2024〕7号），制定本方案。\n"
    "一、总体要求\n到2027年，设备投资规模增长25%以上。\n二、重点任务\n（一）推动设备更新。加快更新。（市商务局）\n"
)
BASELINES = {
    "chaoyang": (
        "朝阳区加快推动设备更新和消费品以旧换新行动方案", "朝发改〔2024〕212号", "北京市朝阳区发展和改革委员会",
        date(2024, 5, 17), None, None, "110105",
    ),
    "kaifeng": (
        "开封市推动大规模设备更新和消费品以旧换新实施方案", "汴政〔2024〕8号", "开封市人民政府",
        date(2024, 5, 28), None, date(2024, 5, 30), "410200",
    ),
    "lixia": (
        "济南市历下区推动大规模设备更新和消费品以旧换新工作方案", "历下政发〔2024〕2号", "济南市历下区人民政府",
        date(2024, 9, 30), None, None, "370102",
    ),
    "wuqing": (
        "武清区推动大规模设备更新和消费品以旧换新工作方案", None, "武清区人民政府", date(2024, 6, 12), None, None, "120114",
    ),
    "zhangjiakou": (
        "张家口市推动大规模设备更新和消费品以旧换新实施方案", "张政规〔2024〕4号", "张家口市人民政府",
        date(2024, 5, 28), date(2024, 5, 29), None, "130700",
    ),
}  # fmt: skip


def read(text: str, **page) -> Metadata:
    known = {"title": None, "metas": {}, "labels": (), "portal_region": None, "listed": None}
    metadata = read_metadata(text, **(known | page))
    fields = {name for name, value in metadata.to_json().items() if value is not None}
    assert fields <= set(metadata.evidence), "a field without evidence"
    return metadata


@pytest.mark.parametrize("name", BASELINES)
def test_the_five_real_plans(name):
    metadata = read((config_dir() / "baselines" / f"{name}.txt").read_text(encoding="utf-8"))
    assert (
        metadata.title, metadata.doc_number, metadata.issuer, metadata.signed_date, metadata.published_date,
        metadata.printed_date, metadata.division_code,
    ) == BASELINES[name]  # fmt: skip


def test_a_label_that_disagrees_is_kept_as_a_conflict():
    metadata = read((config_dir() / "baselines" / "zhangjiakou.txt").read_text(encoding="utf-8"))
    assert [(c.field, c.value, c.source) for c in metadata.conflicts] == [
        ("issuer", "政府办公室", "label 发布机构")
    ]
    assert metadata.validity == "有效"


def test_joint_issuers_in_letterhead_title_and_signature():
    metadata = read(
        "芜湖市住房和城乡建设局 芜湖市发展和改革委员会\n关于印发《芜湖市设备更新实施方案》的通知\n芜建〔2024〕12号\n各县：\n"
        "现将《芜湖市设备更新实施方案》印发给你们。\n芜湖市住房和城乡建设局\n芜湖市发展和改革委员会\n二〇二四年六月三日\n"
        f"芜湖市设备更新实施方案\n{BODY}"
    )
    assert metadata.issuer == "芜湖市住房和城乡建设局、芜湖市发展和改革委员会"
    assert metadata.signed_date == date(2024, 6, 3)
    assert (metadata.doc_number, metadata.issuer_type) == ("芜建〔2024〕12号", "department")


@pytest.mark.parametrize(
    "head",
    [
        "开封市人民政府关于印发《开封市设备更新方案》的通知（汴政〔2024〕8号）",
        "开封市人民政府关于印发《开封市设备更新方案》的通知\n2024年5月28日　　汴政〔2024〕8号",
        "开封市人民政府文件 汴政〔2024〕8号\n开封市人民政府关于印发《开封市设备更新方案》的通知",
        "汴政\n〔2024〕8号\n开封市人民政府\n关于印发《开封市设备更新方案》的通知",
        "汴政〔2024〕8号开封市人民政府关于印发《开封市设备更新方案》的通知",
        "发布时间：2024-05-29 文　号：汴政[2024]8号 \n开封市人民政府关于印发《开封市设备更新方案》的通知",
    ],
)
def test_the_number_wherever_the_head_prints_it(head):
    metadata = read(
        f"{head}\n各县：\n现将方案印发给你们。\n开封市人民政府\n2024年5月28日\n开封市设备更新方案\n{BODY}"
    )
    assert metadata.doc_number == "汴政〔2024〕8号"
    assert metadata.title == "开封市设备更新方案"
    assert metadata.notice_title == "开封市人民政府关于印发《开封市设备更新方案》的通知"


@pytest.mark.parametrize(
    ("head", "number", "issuer"),
    [
        ("开封市人民政府令\n第12号", "开封市人民政府令第12号", "开封市人民政府"),
        (
            "开封市商务局公告\n2024年第3号\n关于家电以旧换新的公告",
            "开封市商务局公告2024年第3号",
            "开封市商务局",
        ),
        (
            "开封市人民政府办公室\n汴政办函〔2024〕5号\n关于印发方案的函",
            "汴政办函〔2024〕5号",
            "开封市人民政府办公室",
        ),
    ],
)
def test_orders_announcements_and_letters(head, number, issuer):
    metadata = read(f"{head}\n各县：\n现予公布。\n2024年5月1日\n")
    assert (metadata.doc_number, metadata.issuer) == (number, issuer)


def test_the_first_number_of_the_text_is_a_citation_and_not_the_documents_own():
    metadata = read(f"开封市设备更新方案\n{BODY}", title="《开封市设备更新方案》（国发〔2024〕7号）")
    assert metadata.doc_number is None
    assert metadata.doc_number_printed is None


def test_a_damaged_number_is_kept_as_printed_and_never_repaired():
    metadata = read(BODY, title="芜湖市设备更新方案", labels=(("文　号", "芜政秘〔202424"),))
    assert metadata.doc_number is None
    assert metadata.doc_number_printed == "芜政秘〔202424"
    assert metadata.evidence["doc_number_printed"].source == "label 文　号, damaged"


def test_which_date_is_which():
    metadata = read(
        f"开封市设备更新方案\n{BODY}开封市人民政府\n2024年5月28日\n（此件公开发布）\n抄送：市委办公室。\n开封市人民政府办公室 2024年5月30日印发\n",
        labels=(("发布日期", "2024-06-01"), ("生成日期", "2024-05-29")),
        metas={"pubdate": "2024-06-02 10:05"},
        listed=Entry("开封市设备更新方案", "https://example.invalid/1", date(2024, 6, 3)),
    )
    assert (metadata.signed_date, metadata.printed_date, metadata.published_date) == (
        date(2024, 5, 28), date(2024, 5, 30), date(2024, 6, 1),
    )  # fmt: skip
    assert metadata.openness == "此件公开发布"
    assert {(c.field, c.value) for c in metadata.conflicts} == {
        ("signed_date", "2024-05-29"), ("published_date", "2024-06-02"), ("published_date", "2024-06-03"),
    }  # fmt: skip


def test_a_notice_whose_plan_lies_in_another_file():
    text = "各县：\n现将《开封市设备更新方案》印发给你们。\n开封市人民政府\n2024年5月28日\n"
    metadata = read(text, title="开封市人民政府关于印发《开封市设备更新方案》的通知_开封市人民政府")
    assert metadata.title == "开封市设备更新方案"
    assert metadata.signed_date == date(2024, 5, 28)
    assert split_notice(text).plan == ""


def test_an_ambiguous_name_needs_the_portal_or_a_fuller_name():
    text = f"鼓楼区设备更新方案\n{BODY}鼓楼区人民政府\n2024年7月1日\n"
    assert read(text).division_code is None
    assert read(text, portal_region=PortalRegion("福建省福州市", "350100")).division_code == "350102"
    assert read(text.replace("一、", "在南京市鼓楼区，\n一、")).division_code == "320106"


def test_a_central_document_has_no_region_even_on_a_local_portal():
    metadata = read(
        "国务院关于印发《推动大规模设备更新和消费品以旧换新行动方案》的通知\n国发〔2024〕7号\n各省：\n现将方案印发给你们。\n国务院\n2024年3月7日\n",
        portal_region=PortalRegion("北京市朝阳区", "110105"),
    )
    assert (metadata.issuer, metadata.region, metadata.level) == ("国务院", None, None)


def test_repeal_is_read_from_label_or_title():
    assert read(BODY, title="开封市设备更新方案", labels=(("有效性", "已废止"),)).validity == "已废止"
    assert read(BODY, title="【已失效】开封市设备更新方案").validity == "已失效"


def test_notice_and_plan_are_cut_at_the_repeated_title_and_before_the_imprint():
    parts = split_notice((config_dir() / "baselines" / "kaifeng.txt").read_text(encoding="utf-8"))
    assert parts.title == "开封市推动大规模设备更新和消费品以旧换新实施方案"
    assert parts.plan.lstrip().startswith("一、总体要求")
    assert "抄送" not in parts.plan
    assert "提升创新能力" in parts.plan
    assert parts.notice.rstrip().endswith("（此件公开发布）")


@pytest.mark.parametrize(
    ("closing", "term"),
    [
        ("本细则自2024年8月1日起施行，有效期至2026年12月31日。", "自2024年8月1日起施行，有效期至2026年12月31日"),
        ("本细则由市商务局负责解释，自印发之日起施行，有效期2年。", "自印发之日起施行，有效期2年"),
        ("本方案自发布之日起实施。", "自发布之日起实施"),
        ("《报废机动车回收管理办法》自2019年6月1日起施行。", None),
        ("活动自2024年8月1日起实施。", None),
    ],
)  # fmt: skip
def test_the_closing_clause_tells_the_term_where_no_label_does(closing, term):
    text = f"开封市设备更新实施方案\n{BODY}{closing}\n"
    metadata = read(text)
    assert metadata.validity == term
    assert read(text, labels=[("有效性", "已废止")]).validity == "已废止"


@pytest.mark.parametrize(
    ("issuer", "addressees", "level"),
    [
        ("青渚县人民政府", "各有关单位：", "county"),
        ("岱川省商务厅", "各有关单位：", "province"),
        ("枫泽市人民政府", "各镇人民政府、各街道办事处：", "county"),
        ("枫泽市人民政府", "各县（区）人民政府，市政府各部门：", "prefecture"),
        ("枫泽市人民政府", "各有关单位：", None),
        ("枫泽经济开发区管理委员会", "各有关单位：", None),
    ],
)
def test_the_level_of_a_place_in_no_table(issuer, addressees, level):
    metadata = read(f"{issuer}关于印发设备更新实施方案的通知\n{addressees}\n{BODY}{issuer}\n2024年6月3日\n")
    assert (metadata.region, metadata.level) == (None, level)


TITLE = "南屏市推动大规模设备更新和消费品以旧换新实施方案"
NOTICE = f"各县区人民政府：\n现将《{TITLE}》印发给你们，请认真贯彻落实。\n南屏市人民政府\n2024年6月3日\n"


@pytest.mark.parametrize(
    "head",
    [
        f"关于印发《{TITLE}》的通知\n分类：市政府文件\n名称：关于印发《{TITLE}》的通知\n文号：南政发〔2024〕6号\n发布日期：2024-06-05",
        f"关于印发《{TITLE}》的通知\n来源：市政府 发布日期：2024-06-05\n关于印发《{TITLE}》的通知\n南政发〔2024〕6号",
        f"关于印发《{TITLE}》的通知\n发文字号\n南政发〔2024〕6号\n发布日期\n2024年06月05日 10:20:00\n效力状态\n有效",
        f"当前位置：首页 > 政务公开 > 文件\n关于印发《{TITLE}》的通知\n南政发〔2024〕6号\n发布日期：2024-06-05",
        f"关于印发《{TITLE}》的通知\n发文字号南政发〔2024〕6号\n发布日期：2024-06-05",
    ],
)
def test_what_a_page_puts_around_the_title(head):
    metadata = read(f"{head}\n{NOTICE}{TITLE}\n{BODY}")
    assert (metadata.title, metadata.doc_number, metadata.published_date, metadata.issuer) == (
        TITLE, "南政发〔2024〕6号", date(2024, 6, 5), "南屏市人民政府",
    )  # fmt: skip


def test_a_number_below_words_of_the_page_is_the_documents_own():
    above = "近日，南屏市印发方案，明确到2027年更新电梯300台。\n南屏市人民政府\n"
    metadata = read(f"{above}关于印发《{TITLE}》的通知\n南政发〔2024〕6号\n{NOTICE}{TITLE}\n{BODY}")
    assert (metadata.title, metadata.doc_number) == (TITLE, "南政发〔2024〕6号")


def test_the_issuer_is_read_from_a_label_where_the_date_of_the_signature_is_damaged():
    text = f"关于印发{TITLE}的通知\n来源：南屏市人民政府 发布时间：2024-06-05\n{NOTICE}{TITLE}\n{BODY}"
    metadata = read(text.replace("2024年6月3日", "202463"))
    assert (metadata.issuer, metadata.signed_date) == ("南屏市人民政府", None)


def test_a_plan_whose_own_title_is_lost_begins_below_the_signature():
    parts = split_notice(f"关于印发{TITLE}的通知\n{NOTICE}根据市里要求，结合实际，制定方案\n{BODY}")
    assert parts.plan.startswith("根据市里要求")
    assert read(f"关于印发{TITLE}的通知\n{NOTICE}根据市里要求，结合实际，制定方案\n{BODY}").title == TITLE
