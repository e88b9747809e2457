"""Chat groups and webhooks: what is posted to a real HTTP server, in which parts, and what is said of each reply."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.publish import Channel, Publishing, PublishResult, Reader, Routes, Subscription, publish
from pipelines.publish.channels import SERVICES, send, split
from pipelines.publish.edition import Edition, News, make_edition
from pipelines.publish.markdown import chat_digest
from pipelines.publish.outcome import Outcome
from storage.database import Store, open_store
from storage.outbox import messages_of, receipts, waiting
from tests.publish.payloads import PAYLOADS
from tests.publish.robots import DROP, TAKEN, Robot, serve_robot
from tests.publish.samples import COMPARISON, FINDINGS, NOW, SOURCES, document, event, full_edition
from tests.publish.test_outgoing import find_plan

EVERYTHING = Subscription()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def robot() -> Iterator[Robot]:
    with serve_robot() as robot:
        yield robot


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        yield store


def group(robot: Robot, kind: str = "wecom") -> Channel:
    return Channel("处室群", kind, robot.url, timeout=5)


def outcome_of(channel: Channel, text: str = "**标题**\n\n正文", began: list[str] | None = None) -> Outcome:
    log: list[str] = [] if began is None else began
    return send(text.encode(), channel, NOW, before_content=lambda: log.append("content"))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("wecom", {"msgtype": "markdown", "markdown": {"content": "**标题**\n\n正文"}}),
        ("dingtalk", {"msgtype": "markdown", "markdown": {"title": "标题", "text": "**标题**\n\n正文"}}),
        (
            "feishu",
            {
                "msg_type": "interactive",
                "card": {
                    "header": {"title": {"tag": "plain_text", "content": "标题"}},
                    "elements": [{"tag": "markdown", "content": "**标题**\n\n正文"}],
                },
            },
        ),
        ("webhook", {"title": "标题", "text": "**标题**\n\n正文"}),
    ],
)
def test_each_service_gets_the_shape_that_it_asks_for(robot: Robot, kind: str, content: object) -> None:
    assert outcome_of(group(robot, kind)) == Outcome("sent")
    assert robot.posted == [("/cgi-bin/webhook/send?key=SECRET", content)]


def test_a_message_is_signed_where_the_address_holds_a_secret(robot: Robot) -> None:
    """As 钉钉 (加签) and 飞书 (签名校验) document it; the secret itself goes nowhere."""
    for kind in ("dingtalk", "feishu"):
        assert outcome_of(Channel("群", kind, f"{robot.url}#SECabc")) == Outcome("sent")
    (path, _), (plain, content) = robot.posted
    query = parse_qs(urlsplit(path).query)
    seconds = int(NOW.timestamp())
    assert query["timestamp"] == [f"{seconds}000"]
    assert query["sign"] == [signature(b"SECabc", f"{seconds}000\nSECabc".encode())]
    assert query["key"] == ["SECRET"]
    assert plain == "/cgi-bin/webhook/send?key=SECRET"
    assert content["timestamp"] == f"{seconds}"
    assert content["sign"] == signature(f"{seconds}\nSECabc".encode(), b"")
    assert content["msg_type"] == "interactive"
    assert "SECabc" not in f"{robot.posted}"


def signature(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def test_what_apprise_knows_is_sent_through_it(robot: Robot) -> None:
    url = f"json://127.0.0.1:{robot.server_port}/hook"
    assert outcome_of(Channel("别处", "apprise", url)) == Outcome("sent")
    ((path, content),) = robot.posted
    assert path == "/hook"
    assert content["message"] == "**标题**\n\n正文"
    robot.replies = [(500, "")]
    outcome = outcome_of(Channel("别处", "apprise", url))
    assert (outcome.status, outcome.hopeless) == ("unknown", False)
    assert "error=500" in str(outcome.reason)


@pytest.mark.parametrize(
    ("kind", "reply", "status"),
    [
        ("wecom", TAKEN, "sent"),
        ("wecom", (200, '{"errcode": 45009, "errmsg": "api freq out of limit"}'), "waiting"),
        ("wecom", (200, '{"errcode": 93000, "errmsg": "invalid webhook url"}'), "refused"),
        ("dingtalk", (200, '{"errcode": 130101, "errmsg": "send too fast"}'), "waiting"),
        ("dingtalk", (200, '{"errcode": 310000, "errmsg": "keywords not in content"}'), "refused"),
        ("feishu", (200, '{"code": 11232, "msg": "frequency limited"}'), "waiting"),
        ("feishu", (200, '{"code": 19021, "msg": "sign match fail"}'), "refused"),
        ("wecom", (200, "<html>a proxy's page"), "unknown"),
        ("wecom", (200, "[]"), "unknown"),
        ("webhook", (204, ""), "sent"),
        ("webhook", (302, ""), "refused"),
        ("webhook", (404, "no such hook"), "refused"),
        ("webhook", (429, "slow down"), "waiting"),
        ("webhook", (503, "later"), "waiting"),
        ("webhook", DROP, "unknown"),
    ],
)
def test_each_reply_has_its_outcome(robot: Robot, kind: str, reply: tuple[int, str], status: str) -> None:
    robot.replies = [reply]
    outcome = outcome_of(group(robot, kind))
    assert outcome.status == status
    assert "SECRET" not in str(outcome.reason)
    assert reply[1] in str(outcome.reason) or status == "sent"


def test_a_service_that_is_down_is_hopeless_for_now() -> None:
    with serve_robot() as gone:
        pass
    began: list[str] = []
    outcome = outcome_of(group(gone), began=began)
    assert (outcome.status, outcome.hopeless, began) == ("waiting", True, [])


def crowded() -> Edition:
    """Twelve plans with long quotes."""
    documents = {id: document(id, title=f"第{id}份" + "很长的标题" * 20) for id in range(1, 13)}
    long = tuple(replace(finding, quote=finding.quote * 30) for finding in FINDINGS)
    comparisons = {id * 10: replace(COMPARISON, findings=long) for id in documents}
    events = [event(id, "new", id) for id in documents]
    return make_edition(News(events, documents, comparisons, SOURCES), NOW)


@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_digest_is_cut_to_what_the_service_takes_and_loses_nothing(kind: str, language: str) -> None:
    limit = SERVICES[kind].limit
    channel = Channel("群", kind, "http://robot.example/")
    parts = chat_digest(crowded(), language, EVERYTHING, channel)
    assert limit is None or all(len(part.encode()) + len("[possibly repeated] ") <= limit for part in parts)
    assert (len(parts) > 1) == (limit is not None)
    assert len({part.split("\n")[0] for part in parts}) == 1, "every part has the title"
    whole = chat_digest(crowded(), language, EVERYTHING, Channel("群", "webhook", "http://robot.example/"))[0]

    def body(part: str) -> str:
        return re.sub(r"\s|（\d+/\d+）", "", part.split("\n\n", 1)[1])

    assert "".join(map(body, parts)) == body(whole)


def test_a_text_is_cut_between_paragraphs_else_lines_else_characters() -> None:
    text = "第一段\n\n第二段第一行\n第二段第二行\n\n" + "长" * 50
    parts = [re.sub(r"^（\d+/\d+）\n\n", "", part) for part in split(text, 60)]
    assert all(len(part.encode()) <= 60 for part in split(text, 60))
    assert parts[:2] == ["第一段", "第二段第一行\n第二段第二行"]
    assert "".join(parts[2:]) == "长" * 50


def test_a_chat_digest_says_what_the_mail_says() -> None:
    (text,) = chat_digest(full_edition(), "zh", EVERYTHING, Channel("群", "webhook", "http://robot.example/"))
    for line in (
        "**方案监测 10月15日：新方案1件（青岚省云溪市）；修订1件",
        "1. **[云溪市推动大规模设备更新和消费品以旧换新行动方案](https://www.yunxi.example/art/2024/17.html)**",
        "**加码** 关键工序数控化率80%，高于张家口市（78%）、开封市（75%）。",
        "> 本方案 一、总体要求：“关键工序数控化率达到80%”",
        "> 开封市 一、总体目标：“规模以上工业企业关键工序数控化率达到75%”",
        "- 二手车交易量 增长40%（2027年）；已知方案 增长45%（2份）；低于",
        "- **中断** 开封市人民政府 自2024年10月15日起：列表未读出条目，上次有 25 条",
    ):
        assert line in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_portal_publishes_is_no_markdown(payload: str) -> None:
    hostile = document(1, title=f"方案{payload}", doc_number=payload, issuer=payload, region=payload)
    hostile = replace(hostile, url=f"http://x.example/{payload}")
    finding = replace(FINDINGS[0], quote=payload, summary_zh=payload)
    news = News([event(1, "new", 1)], {1: hostile}, {10: replace(COMPARISON, findings=(finding,))}, ())
    (text,) = chat_digest(
        make_edition(news, NOW), "zh", EVERYTHING, Channel("群", "webhook", "http://robot.example/")
    )
    assert not re.search(r"<[a-zA-Z/!@?]", text)
    links = re.findall(r"\]\(([^)\s]*)\)", text)
    assert text.count("](") == len(links) <= 1
    assert all(re.fullmatch(r"http://x\.example/[^\s()<>\"]*", link) for link in links)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)


def told_to(robot: Robot, store: Store, minutes: int = 0, kind: str = "wecom") -> PublishResult:
    how = Publishing(
        "zh", (Reader("处室群", "zh", via="channel"),), Routes(None, {"处室群": group(robot, kind)})
    )
    return publish(store, how, NOW + minutes * MINUTE)


def test_a_group_gets_each_plan_once_with_receipts(store: Store, robot: Robot) -> None:
    find_plan(store)
    result = told_to(robot, store)
    assert [(each.recipient, each.status) for each in result.deliveries] == [("处室群", "sent")]
    assert "云政发〔2024〕17号" in robot.markdown[0]
    assert result.edition is not None
    (message,) = messages_of(store, result.edition)
    assert [each["status"] for each in receipts(store, message.id)] == ["unknown", "sent"]
    assert told_to(robot, store, 5).deliveries == ()


def test_parts_keep_their_order_when_one_is_not_taken(store: Store, robot: Robot) -> None:
    for number in range(1, 11):
        find_plan(store, number, title=f"{number}号{'很长的标题' * 30}", issuer="云溪市" * 50)
    robot.replies = [TAKEN, (200, '{"errcode": -1}')]
    first = told_to(robot, store)
    count = len(first.deliveries)
    assert count >= 3
    assert [each.status for each in first.deliveries] == ["sent", *["waiting"] * (count - 1)]
    assert len(robot.posted) == 2
    told_to(robot, store, 5)
    assert waiting(store) == []
    numbers = [re.findall(r"（(\d+)/\d+）", text)[0] for text in robot.markdown]
    assert numbers == ["1", "2", *(str(number) for number in range(2, count + 1))]


def test_a_lost_reply_repeats_a_part_and_says_so(store: Store, robot: Robot) -> None:
    find_plan(store)
    robot.replies = [DROP]
    assert [each.status for each in told_to(robot, store).deliveries] == ["unknown"]
    assert [(each.status, each.repeated) for each in told_to(robot, store, 5).deliveries] == [("sent", True)]
    first, second = robot.markdown
    assert second == f"[可能重复] {first}"


def test_no_more_messages_a_minute_than_the_service_takes(store: Store, robot: Robot) -> None:
    for number in range(1, 26):
        find_plan(store, number)
        told_to(robot, store)
    assert len(robot.posted) == 20
    assert len(waiting(store)) == 5
    assert told_to(robot, store).waiting[0].reason == "the channel takes no more than 20 messages a minute"
    told_to(robot, store, 1)
    assert len(robot.posted) == 25
    assert waiting(store) == []


def test_a_channel_that_is_set_no_more_keeps_its_messages(store: Store, robot: Robot) -> None:
    find_plan(store)
    robot.replies = [(503, "")]
    told_to(robot, store)
    (left,) = publish(store, Publishing("zh"), NOW + 5 * MINUTE).deliveries
    assert (left.status, left.reason) == ("waiting", "no channel of this name is set")
