"""A made-up day: a new plan beside two known ones, and everything else that an edition may tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.publish.edition import Document, Edition, News, Source, make_edition
from storage.models import (
    Attachment,
    BaselineQuote,
    Clause,
    Comparison,
    Event,
    Evidence,
    Finding,
    Metadata,
    Plan,
    Reading,
    Relevance,
    Target,
)

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

METADATA = Metadata(
    title="云溪市推动大规模设备更新和消费品以旧换新行动方案",
    notice_title="云溪市人民政府关于印发云溪市推动大规模设备更新和消费品以旧换新行动方案的通知",
    doc_number="云政发〔2024〕17号",
    issuer="云溪市人民政府",
    signed_date=date(2024, 10, 9),
    published_date=date(2024, 10, 15),
    region="青岚省云溪市",
    level="prefecture",
)
NOT_SURE = Relevance("review", "sector-plan", 0.61, ("标题有“以旧换新”", "未见“设备更新”"))


def reading(main_text: str = "正文", **fields: Any) -> Reading:
    """A plan of Yunxi with some fields of its metadata changed, and a quote for each field that it has."""
    metadata = replace(METADATA, **fields)
    evidence = {
        name: Evidence("letterhead", f"{value}") for name, value in metadata.to_json().items() if value
    }
    relevance = Relevance("plan", "plan", 0.98, ("标题有“行动方案”",))
    return Reading(replace(metadata, evidence=evidence), relevance, main_text)


def document(
    id: int, *, url: str | None = "https://www.yunxi.example/art/2024/17.html", **fields: Any
) -> Document:
    return Document(id=id, revision=id * 10, url=url, reading=reading(**fields))


def event(id: int, kind: str, document: int | None = None, portal: str | None = None, **data: Any) -> Event:
    return Event(id, kind, NOW.isoformat(), document, document and document * 10, portal, data)


def clause(id: str, marker: str, heading: str) -> Clause:
    return Clause(id, id.count(".") + 1, marker, heading, "", 0, 0)


def target(
    clause: str, indicator: str, value: float, unit: str, kind: str, quote: str, **more: Any
) -> Target:
    fields = {"comparator": "=", "deadline_year": 2027, "base_year": None, "core": True} | more
    return Target(clause, indicator, value=value, unit=unit, kind=kind, quote=quote, **fields)


OWN = Plan(
    name="yunxi",
    title=str(METADATA.title),
    doc_number=METADATA.doc_number,
    region=METADATA.region,
    clauses=(
        clause("1", "一、", "总体要求"),
        clause("2", "二、", "实施设备更新行动"),
        clause("2.1", "（一）", "推进重点行业设备更新改造"),
        clause("2.2", "（二）", "实施老旧冷库节能改造"),
        clause("3", "三、", "实施消费品以旧换新行动"),
        clause("3.1", "（一）", "开展汽车以旧换新"),
    ),
    targets=(
        target("1", "关键工序数控化率", 80, "%", "level", "关键工序数控化率达到80%"),
        target("1", "二手车交易量", 40, "%", "growth", "二手车交易量较2023年增长40%", base_year=2023),
        target("2.2", "老旧冷库节能改造", 120, "座", "count", "改造老旧冷库120座"),
    ),
)
KAIFENG = Plan(
    name="kaifeng",
    title="开封市推动大规模设备更新和消费品以旧换新实施方案",
    doc_number="汴政〔2024〕8号",
    region="河南省开封市",
    clauses=(
        clause("1", "一、", "总体目标"),
        clause("2", "二、", "重点任务"),
        clause("2.8", "（八）", "住房以旧换新"),
    ),
    targets=(
        target("1", "关键工序数控化率", 75, "%", "level", "规模以上工业企业关键工序数控化率达到75%"),
        target("1", "二手车交易量", 45, "%", "growth", "二手车交易量较2023年增长45%", base_year=2023),
    ),
)
ZHANGJIAKOU = Plan(
    name="zhangjiakou",
    title="张家口市推动大规模设备更新和消费品以旧换新实施方案",
    doc_number="张政规〔2024〕4号",
    region="河北省张家口市",
    clauses=(clause("1", "一、", "主要目标"),),
    targets=(
        target("1", "关键工序数控化率", 78, "%", "level", "关键工序数控化率分别超过90%、78%"),
        target("1", "二手车交易量", 45, "%", "growth", "二手车交易量较 2023 年增长 45%", base_year=2023),
    ),
)


FINDINGS = (
    Finding(
        "raised", "1", "T03", "关键工序数控化率达到80%", 0.86,
        (BaselineQuote("zhangjiakou", "1", "关键工序数控化率分别超过90%、78%"),
         BaselineQuote("kaifeng", "1", "规模以上工业企业关键工序数控化率达到75%")),
        "关键工序数控化率80%，高于张家口市（78%）、开封市（75%）。",
        "Share of key processes under numerical control: 80%, above Zhangjiakou (78%), Kaifeng (75%).",
    ),
    Finding(
        "lowered", "1", "T20", "二手车交易量较2023年增长40%", 0.84,
        (BaselineQuote("kaifeng", "1", "二手车交易量较2023年增长45%"),),
        "二手车交易量增长40%，低于开封市（45%）。",
        "Second-hand car sales: up 40%, below Kaifeng (45%).",
    ),
    Finding(
        "new", "2.2", "T09", "支持农产品批发市场淘汰氟利昂制冷机组，改造老旧冷库120座", 0.80, (),
        "“实施老旧冷库节能改造”为已知方案所无。",
        "No known plan has “实施老旧冷库节能改造”.",
    ),
    Finding(
        "omitted", None, "T31", "", 0.70,
        (BaselineQuote("kaifeng", "2.8", "鼓励国有公司、房地产开发企业收购群众二手住房"),
         BaselineQuote("zhangjiakou", "1", "")),
        "未涉及住房以旧换新。",
        "Housing trade-in is not treated.",
    ),
    Finding(
        "copied", "3.1", "T19", "依法依规淘汰符合强制报废标准的老旧机动车", 0.55,
        (BaselineQuote("kaifeng", "2", "依法依规淘汰符合强制报废标准的老旧机动车"),),
        "“开展汽车以旧换新”与开封市逐字相同。",
        "“开展汽车以旧换新” is word for word that of Kaifeng.",
    ),
    Finding("copied", "2.1", "T02", "轻于前五处", 0.30, (BaselineQuote("kaifeng", "2", "轻"),), "第六处。", "Sixth."),
)  # fmt: skip
COMPARISON = Comparison(OWN, (ZHANGJIAKOU, KAIFENG), (), FINDINGS)
BEFORE = replace(OWN, name="revision 19")
CHANGE = Comparison(
    OWN,
    (BEFORE,),
    (),
    (
        Finding(
            "dropped", None, None, "", 0.9, (BaselineQuote("revision 19", "3", "实施消费品以旧换新行动"),),
            "删去了「实施消费品以旧换新行动」", "“实施消费品以旧换新行动” is gone",
        ),
        Finding(
            "raised", "2.2", None, "改造老旧冷库120座", 0.85,
            (BaselineQuote("revision 19", "2.2", "改造老旧冷库100座"),),
            "「老旧冷库节能改造」由100座提高到120座", "“老旧冷库节能改造”: from 100座 up to 120座",
        ),
    ),
)  # fmt: skip

SOURCES = (
    Source("chaoyang", "北京市朝阳区人民政府", "北京市朝阳区", "well", "", "", date(2024, 10, 14), False),
    Source(
        "kaifeng", "开封市人民政府", "河南省开封市", "broken",
        "列表未读出条目，上次有 25 条", "no entry was read, 25 the time before", date(2024, 10, 15), False,
    ),
    Source(
        "lixia", "济南市历下区人民政府", "山东省济南市历下区", "blocked",
        "服务器答 403", "the server answers 403", date(2024, 10, 11), True,
    ),
    Source("wuqing", "天津市武清区人民政府", "天津市武清区", "well", "", "", date(2024, 10, 15), True),
)  # fmt: skip

UNREADABLE = Attachment(
    "任务分工表.wps", "https://www.yunxi.example/f/2.wps", status="unreadable", reason="文件已损坏"
)


def full_edition() -> Edition:
    """Every part of an edition has something in it."""
    return make_edition(full_news(), NOW)


def full_news() -> News:
    """Something of every kind has happened."""
    documents = [
        document(1),
        document(2, title="云溪市老旧小区改造实施方案（修订）", doc_number="云政办〔2024〕3号"),
        document(3, title="云溪市家电以旧换新工作方案", doc_number=None, signed_date=date(2024, 5, 20)),
        document(4, title="云溪市商务局关于以旧换新活动的公告", url="https://www.yunxi.example/art/4.html"),
        document(5, title=KAIFENG.title, doc_number=KAIFENG.doc_number, region=KAIFENG.region),
    ]
    documents[3] = replace(documents[3], reading=replace(documents[3].reading, relevance=NOT_SURE))
    events = [
        event(1, "new", 1),
        event(2, "revised", 2),
        event(3, "backfill", 3),
        event(4, "review", 4),
        event(5, "source", 5, "lixia", url="https://www.lixia.example/kf.html"),
        event(6, "attachment", 1, **UNREADABLE.to_json()),
        event(7, "health", portal="kaifeng", change="changed"),
        event(8, "health", portal="wuqing", change="recovered"),
    ]
    return News(events, {each.id: each for each in documents}, {10: COMPARISON}, SOURCES, {2: CHANGE})
