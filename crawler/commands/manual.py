"""docs/cli.md: every command as its own help has it. `python -m crawler.commands.manual` prints the page."""

from __future__ import annotations

from collections.abc import Iterator

import click

from crawler.cli import main

WIDTH = 100
HEAD = """# planwatch on the command line

This page is made from the program by `make manual`, and a test compares the two. Every look-up prints a table for people and, with
`--json`, one JSON value on standard output and nothing else; its shape is in [architecture.md](architecture.md#contracts).
"""


def manual() -> str:
    """The page, in Markdown."""
    return "\n".join([HEAD, *_section(("planwatch",), main, None)])


def _section(path: tuple[str, ...], command: click.Command, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=path[-1], parent=parent, **command.context_settings)
    context.terminal_width = WIDTH
    yield f"{'#' * min(len(path) + 1, 4)} {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, f"{name} is listed"
            yield from _section((*path, name), below, context)


if __name__ == "__main__":
    click.echo(manual(), nl=False)
