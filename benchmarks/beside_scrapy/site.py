"""Portals on loopback that answer from memory: a host each, one list, one plan and other documents, with validators."""

from __future__ import annotations

import asyncio
import multiprocessing
import zlib
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import Any, Self

from pipelines.embedded import config_dir

PLANS = ("chaoyang", "wuqing", "lixia", "zhangjiakou", "kaifeng")
PATH = "/zwgk/zcwj/"
NUMBER = b"@@@"  # stands for the portal's number in a page
NAVIGATION = "".join(
    f'<li class="nav-item nav-item-{at}"><a class="nav-link" href="/lm/{at}/index.html" target="_blank" title="栏目{at}">政务公开栏目第{at}</a></li>\n'
    for at in range(110)
)
FRAME = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}-第@@@市人民政府</title>
<meta name="SiteName" content="第@@@市人民政府"><meta name="ArticleTitle" content="{article}"><meta name="PubDate" content="{day} 09:00">
<meta name="ContentSource" content="第@@@市人民政府"></head><body><div class="header"><ul class="nav">
{navigation}</ul></div><div class="main">{main}</div>
<div class="footer"><p>主办单位：第@@@市人民政府办公室　政府网站标识码：1300000099</p></div></body></html>"""
SENTENCE = "会议强调，各级各部门要提高站位、压实责任，围绕重点任务细化措施，第{at}项工作要按季度调度，确保全年目标如期完成，取得实效。"


@dataclass(frozen=True, slots=True)
class Counted:
    """Requests answered, robots.txt aside, and the bytes of the answers, heads and all."""

    requests: int
    bytes: int

    def __sub__(self, other: Counted) -> Counted:
        return Counted(self.requests - other.requests, self.bytes - other.bytes)


class StaticSite:
    """Serves `portals` hosts (127.0.2.1 and up) of `documents` pages each in a process of its own, in a `with` block."""

    def __init__(self, portals: int, documents: int) -> None:
        self.hosts = [f"127.0.{2 + at // 250}.{1 + at % 250}" for at in range(portals)]
        self.pages = pages_of(documents)
        self.origins: list[str] = []

    def __enter__(self) -> Self:
        ready: multiprocessing.Queue[int] = multiprocessing.Queue()
        self._requests: Synchronized[int] = multiprocessing.Value("q", 0)
        self._bytes: Synchronized[int] = multiprocessing.Value("q", 0)
        self._process = multiprocessing.Process(
            target=serve, args=(self.pages, ready, self._requests, self._bytes), daemon=True
        )
        self._process.start()
        port = ready.get()
        self.origins = [f"http://{host}:{port}" for host in self.hosts]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()

    def counted(self) -> Counted:
        return Counted(self._requests.value, self._bytes.value)


def pages_of(documents: int) -> list[tuple[str, bytes]]:
    """Path and page of the list, the plan and the other documents, for each of the plans; the paths are the same."""
    days = [f"2024-{9 - at // 28:02d}-{28 - at % 28:02d}" for at in range(documents)]
    paths = [
        f"{PATH}{day[:4]}{day[5:7]}/t{day.replace('-', '')}_{7_000_000 + at}.html"
        for at, day in enumerate(days)
    ]
    found = []
    for plan in PLANS:
        titles = [
            "第@@@市人民政府关于印发第@@@市推动大规模设备更新和消费品以旧换新实施方案的通知",
            *(f"第@@@市召开第{at}次重点工作推进会议部署下一阶段任务" for at in range(1, documents)),
        ]
        rows = "".join(
            f'<li class="u-item"><a href=".{path.removeprefix(PATH[:-1])}" title="{title}" target="_blank">{title}</a><span>{day}</span></li>\n'
            for path, title, day in zip(paths, titles, days, strict=True)
        )
        found.append(
            (
                PATH,
                framed(
                    "政策文件",
                    "",
                    days[0],
                    f'<ul class="u-list">{rows}</ul><script>createPageHTML(1, 0, "index", "html");</script>',
                ),
            )
        )
        for at, (path, title, day) in enumerate(zip(paths, titles, days, strict=True)):
            text = plan_lines(plan) if at == 0 else [SENTENCE.format(at=each + at) for each in range(12)]
            body = "".join(
                f'<p style="text-indent: 2em; line-height: 2;"><span style="font-size: 12pt;">{line}</span></p>\n'
                for line in text
            )
            found.append(
                (
                    path,
                    framed(
                        title,
                        title,
                        day,
                        f'<h1>{title}</h1><div class="info">发布时间：{day} 09:00 来源：第@@@市人民政府</div><div class="TRS_Editor">{body}</div>',
                    ),
                )
            )
    return found


def plan_lines(plan: str) -> list[str]:
    text = (config_dir() / "baselines" / f"{plan}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def framed(title: str, article: str, day: str, main: str) -> bytes:
    return FRAME.format(title=title, article=article, day=day, navigation=NAVIGATION, main=main).encode()


def serve(pages: list[tuple[str, bytes]], ready: Any, requests: Any, sent: Any) -> None:
    """Answers until the process is ended; tells its port when it listens."""
    per_portal = len(pages) // len(PLANS)
    variants = [dict(pages[at * per_portal : (at + 1) * per_portal]) for at in range(len(PLANS))]

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport, self.waiting = transport, b""

        def data_received(self, data: bytes) -> None:
            self.waiting += data
            while b"\r\n\r\n" in self.waiting:
                head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
                answer = answer_to(head.decode("latin-1"), variants)
                self.transport.write(answer)
                if b" /robots.txt " not in head[:40]:
                    requests.value += 1
                    sent.value += len(answer)

    async def listen() -> None:
        server = await asyncio.get_running_loop().create_server(Answering, "0.0.0.0", 0, backlog=1024)
        ready.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(listen())


def answer_to(head: str, variants: list[dict[str, bytes]]) -> bytes:
    first, *lines = head.split("\r\n")
    path = first.split(" ")[1]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    _, _, block, last = headers["host"].partition(":")[0].split(".")
    number = (int(block) - 2) * 250 + int(last) - 1
    page = variants[number % len(variants)].get(path)
    if page is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    etag = f'"{zlib.crc32(page):08x}-{number}"'
    if headers.get("if-none-match") == etag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
    body = page.replace(NUMBER, str(number).encode())
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
