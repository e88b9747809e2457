"""Progress of long work: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def polling(portals: int) -> Iterator[Callable[[str], None]]:
    """Call what is yielded with the id of every portal that has been polled."""
    console = Console(stderr=True)
    columns = (
        TextColumn("polling"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[portal]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=portals, portal="")

        def polled(portal: str) -> None:
            progress.update(task, advance=1, portal=portal)

        yield polled
