"""`planwatch history --diff`: what the last revision of a stored document changed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from click.testing import CliRunner, Result

from crawler.cli import main
from pipelines.embedded import config_dir
from pipelines.reading import read_file
from storage.database import open_store
from storage.documents import save

FIRST_DAY = datetime(2024, 10, 15, 8, tzinfo=timezone(timedelta(hours=8)))
URL = "https://www.kaifeng.example/1.html"
NUMBER = "汴政〔2024〕8号"
TEXT = (config_dir() / "baselines" / "kaifeng.txt").read_text(encoding="utf-8")
RAISED = TEXT.replace("分别超过90%、75%", "分别超过90%、80%")
RAISED_AGAIN = RAISED.replace("分别超过90%、80%", "分别超过90%、85%")


def told(data: Path, *texts: str, options: tuple[str, ...] = ()) -> Result:
    """What the command says of a document that a portal showed with `texts`, one a day."""
    with open_store(data) as store:
        for day, text in enumerate(texts):
            save(
                store,
                read_file(text.encode(), name="plan.txt"),
                url=URL,
                portal=None,
                column=None,
                page_sha256=None,
                origin="file",
                now=FIRST_DAY + timedelta(days=day),
                run=None,
            )
    words = ["--data", str(data), "history", NUMBER, "--diff", *options]
    return CliRunner().invoke(main, words, prog_name="planwatch")


def test_the_last_two_revisions_are_compared(tmp_path: Path) -> None:
    ended = told(tmp_path, TEXT, RAISED, RAISED_AGAIN, options=("--json",))
    (finding,) = json.loads(ended.stdout)["findings"]
    assert (finding["kind"], finding["clause"]) == ("raised", "1")
    assert "85%" in finding["quote"]
    assert "80%" in finding["baselines"][0]["quote"]


def test_a_person_reads_both_texts_of_the_change(tmp_path: Path) -> None:
    ended = told(tmp_path, TEXT, RAISED)
    assert ended.exit_code == 0
    assert "由75%提高到80%" in ended.stdout


def test_a_document_that_never_changed_has_no_last_change(tmp_path: Path) -> None:
    ended = told(tmp_path, TEXT)
    assert (ended.exit_code, ended.stderr) == (1, "planwatch: the document has one revision only\n")
