"""The `planwatch` command: names, help, exit codes. What a command does lives in the rooms it calls."""

from __future__ import annotations

import importlib
from difflib import get_close_matches

import click

# Name -> "module:command". A command's module is imported only when it is asked for, so that look-ups start fast.
COMMANDS = {
    "status": "crawler.commands.status:status",
    "demo": "crawler.commands.demo:demo",
    "init": "crawler.commands.init:init",
    "run": "crawler.commands.run:run_once",
    "schedule": "crawler.commands.run:schedule",
    "list": "crawler.commands.lookup:list_documents",
    "show": "crawler.commands.lookup:show",
    "search": "crawler.commands.lookup:search",
    "history": "crawler.commands.lookup:history",
    "targets": "crawler.commands.targets:targets",
    "read": "crawler.commands.read:read",
    "entries": "crawler.commands.read:entries",
    "judge": "crawler.commands.read:judge",
    "diff": "crawler.commands.diff:diff",
    "baseline": "crawler.commands.diff:baseline",
    "portals": "crawler.commands.portals:portals",
    "health": "crawler.commands.health:health",
    "export": "crawler.commands.export:export",
    "digest": "crawler.commands.digest:digest",
    "notify": "crawler.commands.notify:notify",
    "serve": "crawler.commands.serve:serve",
    "backup": "crawler.commands.maintenance:backup",
    "verify": "crawler.commands.maintenance:verify",
    "prune": "crawler.commands.maintenance:prune",
    "doctor": "crawler.commands.maintenance:doctor",
    "completion": "crawler.commands.shell:completion",
}


class Planwatch(click.Group):
    """A group whose commands are named in a table and imported on demand; a mistyped name gets a suggestion."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"There is no command '{name}'.{hint} `planwatch --help` lists the commands.")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Planwatch,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--data", type=click.Path(file_okay=False), help="Folder of the database and the archive. [./data]"
)
@click.option(
    "--config", type=click.Path(), help="Folder of the configuration. [the one that ships with planwatch]"
)
@click.version_option(package_name="planwatch", prog_name="planwatch")
@click.pass_context
def main(ctx: click.Context, data: str | None, config: str | None) -> None:
    """Watch Chinese government portals for new plans on equipment renewal and consumer-goods trade-in.

    Without a command it shows where things stand.

    \b
    planwatch demo                 five days against portals on this machine
    planwatch run                  poll the configured portals once and mail the digest
    planwatch list                 the plans found so far
    planwatch show 张政规〔2024〕4号  one document, in any spelling of its number

    Exit codes: 0 done, 1 portals failed or nothing found, 2 wrong call or configuration, 3 another run is going,
    4 the store is damaged or newer than this program.
    """
    ctx.obj = {"data": data, "config": config}
    if ctx.invoked_subcommand is None:
        status = main.get_command(ctx, "status")
        assert status is not None, "COMMANDS has it"
        with status.make_context("status", [], parent=ctx) as context:
            status.invoke(context)
