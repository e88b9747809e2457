"""A real HTTP server in a thread, which keeps what is posted to it and answers as a group robot does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TAKEN = (200, '{"errcode": 0, "code": 0}')
DROP = (0, "")  # the connection breaks instead of a reply


class Robot(ThreadingHTTPServer):
    """`posted`: path and JSON of each request; `replies`: what is answered next, else that it was taken."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.posted: list[tuple[str, Any]] = []
        self.replies: list[tuple[int, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/cgi-bin/webhook/send?key=SECRET"

    @property
    def markdown(self) -> list[str]:
        """The text of what was posted to a robot of 企业微信."""
        return [content["markdown"]["content"] for _, content in self.posted]


class Handler(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, json.loads(content)))
        status, body = self.server.replies.pop(0) if self.server.replies else TAKEN
        if status:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def serve_robot() -> Iterator[Robot]:
    robot = Robot()
    thread = threading.Thread(target=robot.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        robot.shutdown()
        robot.server_close()
        thread.join()
