"""`completion`: the commands and their options at the touch of the tab key."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from crawler.commands.common import Command

VARIABLE = "_PLANWATCH_COMPLETE"


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that teaches SHELL to complete `planwatch`.

    \b
    planwatch completion bash >> ~/.bashrc
    planwatch completion fish > ~/.config/fish/completions/planwatch.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None, "every choice of SHELL is a shell that click knows"
    click.echo(kind(ctx.find_root().command, {}, "planwatch", VARIABLE).source())
