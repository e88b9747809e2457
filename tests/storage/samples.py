"""Readings to store: whole ones, made up here, and changed by keyword where a test is about a field."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from storage.database import Store
from storage.documents import Saved, save
from storage.models import (
    Attachment,
    Citation,
    Clause,
    Conflict,
    Department,
    Evidence,
    Metadata,
    Reading,
    Relevance,
    Target,
)

NOW = datetime(2024, 10, 15, 8, tzinfo=timezone(timedelta(hours=8)))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COLUMN = "https://www.yunxi.example/zwgk/"
TEXT = """云溪市推动大规模设备更新和消费品以旧换新行动方案
一、总体目标
到2027年，工业领域设备投资规模较2023年增长25%以上，更新老旧电梯300部。（市发展改革委牵头）
二、重点任务
（一）推进住宅老旧电梯更新。支持加装电梯，严禁借机摊派。
（二）开展汽车以旧换新。鼓励报废老旧汽车，二手车交易量增长30%。"""


def reading(
    text: str = TEXT, *, verdict: str = "plan", sort: str = "plan", status: str = "read", **metadata: Any
) -> Reading:
    """A reading of a plan of 云溪市 with evidence for all it says; metadata by keyword, None to leave a field out."""
    said = {
        "title": "云溪市推动大规模设备更新和消费品以旧换新行动方案",
        "doc_number": "云政发〔2024〕17号",
        "issuer": "云溪市人民政府",
        "signed_date": date(2024, 10, 10),
        "published_date": date(2024, 10, 14),
        **metadata,
    }
    evidence = {
        name: Evidence("label", f"{name}：{value}") for name, value in said.items() if value is not None
    }
    return Reading(
        metadata=replace(Metadata(evidence=evidence), **said),
        relevance=Relevance(verdict, sort, 0.9, ("题名含设备更新",)),
        main_text=text,
        clauses=(
            Clause(
                "1",
                1,
                "一、",
                "总体目标",
                "到2027年，……",
                25,
                80,
                units=(Department("市发展改革委", "牵头"),),
            ),
            Clause(
                "2.1",
                2,
                "（一）",
                "推进住宅老旧电梯更新",
                "支持加装电梯。",
                90,
                120,
                "支持",
                topics=("T07", "T01"),
            ),
        ),
        targets=(
            Target("1", "工业领域设备投资规模", ">=", 25.0, "%", 2027, 2023, "growth", True, "增长25%以上"),
            Target("1", "高技能人才", "范围", (5.0, 8.0), "万人", None, None, "level", True, "5-8万人"),
            Target("2.1", "更新力度", "=", None, "", None, None, "relative", False, "进一步加大"),
        ),
        cites=(Citation("推动大规模设备更新和消费品以旧换新行动方案", "国发〔2024〕7号", "国发〔2024〕7号"),),
        status=status,
        status_reason=None if status == "read" else "the file is damaged",
    )


def whole() -> Reading:
    """A reading in which every field is set."""
    full = reading(
        notice_title="云溪市人民政府关于印发行动方案的通知",
        doc_number_printed="云政发[2024] 17号",
        issuer_type="government",
        printed_date=date(2024, 10, 11),
        region="云岭省云溪市",
        division_code="999900",
        level="prefecture",
        validity="有效",
        openness="主动公开",
    )
    unset = [field.name for field in fields(Metadata) if getattr(full.metadata, field.name) is None]
    assert not unset, "a new field of Metadata belongs here, too"
    conflict = Conflict("issuer", "云溪市发展和改革委员会", "signature", "云溪市发展和改革委员会")
    return replace(
        full,
        metadata=replace(full.metadata, conflicts=(conflict,)),
        attachments=(
            Attachment("方案.docx", f"{COLUMN}a.docx", "application/vnd.docx", "ab" * 32, "read"),
            Attachment(
                "附表.pdf", f"{COLUMN}b.pdf", "application/pdf", "cd" * 32, "needs-ocr", "no text layer"
            ),
        ),
    )


def keep(
    store: Store, found: Reading, number: int = 1, *, portal: str = "yunxi", at: datetime = NOW, **more: Any
) -> Saved:
    """Save a reading as found at the portal's page of this number."""
    return save(
        store,
        found,
        **{
            "url": f"https://www.{portal}.example/{number}.html",
            "portal": portal,
            "column": COLUMN,
            "page_sha256": None,
            "origin": "new",
            "now": at,
            "run": None,
            **more,
        },
    )


def change(store: Store, found: Reading, number: int = 1, *, at: datetime = NOW, **more: Any) -> Saved:
    """Save a changed text of a known page, and see it confirmed an hour later."""
    assert keep(store, found, number, at=at, **more).outcome == "unconfirmed"
    return keep(store, found, number, at=at + HOUR, **more)
