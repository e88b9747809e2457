"""A store of many invented documents, the same for the same number: what the benchmarks of look-ups, pages and digests
stand on.

    python -m benchmarks.big_store DIR [DOCUMENTS]

One document in ten is a plan with clauses, topics and targets; the others are the news, notices and interpretations
among which plans are found. Their words are put together at random, so lengths and counts are like those of portals
and the contents are not.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pipelines
from storage.database import Store, open_store
from storage.documents import save
from storage.models import Clause, Department, Evidence, Metadata, Reading, Relevance, Target

DOCUMENTS = 100_000
BATCH = 1_000  # documents a transaction
NOW = datetime(2024, 10, 15, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST_DAY, DAYS = date(2024, 3, 13), 580
DIVISIONS = Path(pipelines.__file__).with_name("data") / "divisions.csv"

# heading, topic, and a target of the clause: indicator, unit, kind, lowest and highest value
MEASURES = (
    ("推进重点行业设备更新改造", "T02", ("工业领域设备投资规模", "%", "growth", 15, 35)),
    ("加快数字化智能化转型", "T03", ("关键工序数控化率", "%", "level", 60, 90)),
    ("提升本质安全水平", "T04", None),
    ("推动重点用能设备节能降碳", "T06", ("重点用能设备能效达标率", "%", "level", 50, 95)),
    ("更新改造老旧住宅电梯", "T09", ("更新老旧住宅电梯", "部", "count", 50, 9_000)),
    ("更新老旧营运柴油货车", "T12", ("淘汰国三及以下排放标准车辆", "辆", "count", 200, 30_000)),
    ("开展汽车以旧换新", "T19", ("报废汽车回收量", "%", "growth", 20, 100)),
    ("开展家电产品以旧换新", "T21", ("废旧家电回收量", "%", "growth", 10, 40)),
    ("完善废旧产品设备回收网络", "T25", ("二手车交易量", "%", "growth", 20, 60)),
    ("强化标准支撑引领", "T30", None),
)
FILLER = (
    "坚持市场主导和政府引导相结合", "支持企业加快淘汰落后设备", "对符合条件的项目给予贷款贴息", "建立滚动项目储备库",
    "组织开展供需对接活动", "落实税收优惠政策", "引导金融机构加大信贷投放", "加强宣传解读营造良好氛围",
    "鼓励生产企业让利消费者", "畅通回收利用链条", "严格执行能耗环保安全标准", "定期调度工作进展情况",
)  # fmt: skip
DEPARTMENTS = (
    "发展改革委",
    "工业和信息化局",
    "商务局",
    "财政局",
    "住房城乡建设局",
    "市场监管局",
    "交通运输局",
)
OTHERS = (
    ("interpretation", "《{region}推动大规模设备更新和消费品以旧换新实施方案》政策解读（{n}）"),
    ("news", "{region}召开设备更新和以旧换新工作推进会（{n}）"),
    ("news", "{region}家电以旧换新活动火热开展（{n}）"),
    ("other", "{region}关于第{n}号政协提案的答复"),
)


def main() -> None:
    if len(sys.argv) < 2:
        print(__doc__)
        return
    began = time.process_time()
    with big_store(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else DOCUMENTS) as store:
        count, size = store.value("SELECT count(*) FROM documents"), store.path.stat().st_size / 1e6
    print(f"{store.path}: {count} documents, {size:.0f} MB, {time.process_time() - began:.0f} s of processor")


def big_store(folder: Path, documents: int = DOCUMENTS) -> Store:
    """The store in `folder`, open, filled up to so many documents; a folder that was filled before is taken as it is."""
    store = open_store(folder)
    regions = read_regions()
    known = store.value("SELECT count(*) FROM documents")
    for start in range(known, documents, BATCH):
        with store.atomic():
            for number in range(start, min(start + BATCH, documents)):
                found = NOW - timedelta(minutes=documents - number)
                address = f"https://portal-{number % 300}.example/art/{number}.html"
                place = {"url": address, "portal": f"portal-{number % 300}", "column": None}
                reading = invented(number, regions)
                save(store, reading, **place, page_sha256=None, origin="seed", now=found, run=None)
    return store


def read_regions() -> list[tuple[str, str, str]]:
    """Name with its superiors, code and level of every province, prefecture and county."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    chains = {code: dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code)) for code in names}
    levels = {1: "province", 2: "prefecture", 3: "county"}
    return [
        ("".join(names[part] for part in chain if part in names), code, levels[len(chain)])
        for code, chain in chains.items()
    ]


def invented(number: int, regions: Sequence[tuple[str, str, str]]) -> Reading:
    """Document `number`, of one of the regions."""
    chance = random.Random(number)
    place = chance.choice(regions)
    return _plan(number, place, chance) if number % 10 == 0 else _other(number, place, chance)


def _other(number: int, place: tuple[str, str, str], chance: random.Random) -> Reading:
    sort, form = chance.choice(OTHERS)
    title = form.format(region=place[0], n=number)
    metadata = _metadata(title, None, place, FIRST_DAY + timedelta(days=chance.randrange(DAYS)))
    relevance = Relevance("review" if number % 50 == 1 else "no", sort, 0.3, ("标题有“以旧换新”",))
    return Reading(metadata, relevance, "\n".join((title, *(_sentence(chance) for _ in range(6)))))


def _plan(number: int, place: tuple[str, str, str], chance: random.Random) -> Reading:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    title = f"{place[0]}推动大规模设备更新和消费品以旧换新实施方案（第{number}号）"
    metadata = _metadata(title, f"{place[0][-3]}政发〔{day.year}〕{number}号", place, day)
    text, clauses, targets = [title], [], []
    for at, (heading, topic, aim) in enumerate(MEASURES, start=1):
        body = "".join(_sentence(chance) for _ in range(3))
        if aim:
            target = _target(str(at), aim, chance)
            targets.append(target)
            body += f"到2027年，{target.quote}。"
        start = sum(map(len, text)) + len(text)
        marker = f"（{at}）"
        units = (
            Department(chance.choice(DEPARTMENTS), "牵头"),
            Department(chance.choice(DEPARTMENTS), "责任"),
        )
        text.append(f"{marker}{heading}{body}")
        clauses.append(
            Clause(str(at), 1, marker, heading, body, start, start + len(text[-1]), "鼓励", units, (topic,))
        )
    relevance = Relevance("plan", "plan", 0.98, ("标题有“实施方案”",))
    return Reading(metadata, relevance, "\n".join(text), tuple(clauses), tuple(targets))


def _target(clause: str, aim: tuple[str, str, str, int, int], chance: random.Random) -> Target:
    indicator, unit, kind, lowest, highest = aim
    value = chance.randint(lowest, highest)
    quote = f"{indicator}{'增长' if kind == 'growth' else '达到'}{value}{unit}"
    return Target(clause, indicator, "=", value, unit, 2027, None, kind, True, quote)


def _metadata(title: str, doc_number: str | None, place: tuple[str, str, str], day: date) -> Metadata:
    region, code, level = place
    metadata = Metadata(
        title=title,
        doc_number=doc_number,
        issuer=f"{region}人民政府",
        issuer_type="government",
        signed_date=day,
        published_date=day + timedelta(days=5),
        region=region,
        division_code=code,
        level=level,
    )
    evidence = {name: Evidence("label", str(value)) for name, value in metadata.to_json().items() if value}
    return replace(metadata, evidence=evidence)


def _sentence(chance: random.Random) -> str:
    return "，".join(_pieces(chance)) + "。"


def _pieces(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(2, 5)):
        yield chance.choice(FILLER)


if __name__ == "__main__":
    main()
