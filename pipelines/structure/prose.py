"""The running text of a clause, as the rules on sentences read it."""

from __future__ import annotations

from storage.models import Clause


def prose(clause: Clause) -> str:
    """A clause's own text in sentences, as long as it was.

    A task that is a row of a table reads as one sentence, so that its deadline, in a cell of its own, holds for it. A table that goes with a plan (an annex, or rows
    inside a clause) is no prose: its lines are blank here.
    """
    if "\t" not in clause.text:
        return clause.text
    if clause.marker.isdecimal():
        return clause.text.replace("。\t", "；；").replace("\t", "；")
    return "\n".join(" " * len(line) if "\t" in line else line for line in clause.text.split("\n"))
