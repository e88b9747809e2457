"""`portals`: what is watched, how a new portal is added, and whether those that are configured still answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import click

from crawler.adapters import ADAPTERS
from crawler.commands.common import (
    FOUND_NOTHING,
    Command,
    Place,
    print_json,
    print_table,
    say,
)
from crawler.config import Config, Portal, load_config
from crawler.errors import ConfigError
from storage.checks import checks, save_check
from storage.database import open_store

UNNAMED = "政策文件"  # what a column is called whose name nobody tells


@click.group()
def portals() -> None:
    """The portals that are watched."""


@portals.command("list", cls=Command)
@click.option("--region", help="Only regions whose name contains this, such as 河北.")
@click.option("--json", "as_json", is_flag=True, help="Print the portals as JSON.")
@click.pass_context
def list_portals(ctx: click.Context, region: str | None, as_json: bool) -> None:
    """List the configured portals and their columns, and what the last check saw.

    \b
    planwatch portals list
    planwatch portals list --region 河北 --json
    """
    place: Place = ctx.obj
    configured = chosen(load_config(place.config), region, ())
    seen = last_checks(place)
    if as_json:
        print_json([{**one.model_dump(mode="json"), "checks": seen.get(one.id, [])} for one in configured])
        return
    told = {
        (one["portal"], one["column"]): f"{one['verdict']} {one['at'][:10]}"
        for row in seen.values()
        for one in row
    }
    print_table(
        ("id", "region", "code", "adapter", "column", "address", "checked"),
        (
            (
                portal.id,
                portal.region,
                portal.division_code,
                portal.adapter,
                column.name,
                column.url,
                told.get((portal.id, column.url), "never"),
            )
            for portal in configured
            for column in portal.columns
        ),
    )


@portals.command("probe", cls=Command)
@click.argument("url")
@click.option(
    "--write", is_flag=True, help="Add the portal to the configuration, with a fixture to be accepted."
)
@click.option(
    "--region", help="Its place as in GB/T 2260, such as 河南省开封市, where its name does not tell it."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def probe_portal(ctx: click.Context, url: str, write: bool, region: str | None, as_json: bool) -> None:
    """Look at an unknown portal: its family, its policy columns, and what stands in them.

    URL is the address of its front page or of one of its lists. A dozen requests are made at most, as politely as in
    a run.

    \b
    planwatch portals probe https://www.kaifeng.gov.cn/
    planwatch portals probe http://www.lixia.gov.cn/ --write --config my-config
    """
    from crawler.look import look_at  # brings Scrapy with it, which look-ups need not wait for

    place: Place = ctx.obj
    config = load_config(place.config)
    url = web_address(url)
    probed = look_at(url, stranger(url), config.settings.crawl)
    if as_json:
        print_json(
            {
                "site": probed.site,
                "family": probed.family,
                "evidence": probed.evidence,
                "columns": [{"name": one.name, "url": one.url} for one in probed.columns],
                "entries": [entry.to_json() for entry in probed.entries],
            }
        )
    elif probed.columns:
        show_probed(probed)
    if not probed.columns:
        click.echo(f"planwatch: {probed.evidence}", err=True)
        ctx.exit(FOUND_NOTHING)
    if write:
        write_portal(config, url, region, probed, place)


def stranger(url: str) -> Portal:
    """What is taken for granted of a portal that nobody knows: whoever names its host may ask it."""
    from crawler.portal_file import home_of, portal_id

    return Portal.model_validate(
        {
            "id": portal_id(url),
            "name": url,
            "region": "",
            "adapter": "generic",
            "home": home_of(url),
            "columns": [{"name": url, "url": url}],
            "private_hosts": True,
            "evidence": "",
            "checked": "never",
        }
    )


def show_probed(probed: Any) -> None:
    family = probed.family
    if family == "generic":
        family = "generic: no known family; the dominant block of links with dates is read"
    for label, value in (("portal", probed.site), ("family", family), ("shown by", probed.evidence)):
        say(f"{label:<9} {value or '—'}")
    say("")
    print_table(("column", "entries", "address"), ((c.name, len(c.entries), c.url) for c in probed.columns))
    say("")
    print_table(("date", "entry", "address"), ((e.date, e.title, e.url) for e in probed.entries))


def write_portal(config: Config, url: str, region: str | None, probed: Any, place: Place) -> None:
    from crawler.portal_file import NewPortal, add_portal, portal_id, save_fixture

    day = place.now.date()
    columns = {}
    for column in probed.columns:
        dates = [entry.date for entry in column.entries if entry.date]
        newest = f", the newest of {max(dates)}" if dates else ", none with a date"
        columns[column.url] = (column.name, f"{len(column.entries)} entries{newest}")
    new = NewPortal(
        url,
        probed.site,
        region,
        probed.family,
        probed.evidence,
        columns,
        f"probed on {day}, nobody has looked at it",
    )
    path = add_portal(config, new)
    case = save_fixture(config.folder, portal_id(url), probed.columns[0])
    click.echo(f"added {portal_id(url)!r} to {path}", err=True)
    click.echo(
        f"read {case / 'expected.json'} beside the page and write your name at accepted_by: until then its test fails",
        err=True,
    )


@portals.command("add", cls=Command)
@click.argument("column", metavar="NAME=URL...", nargs=-1, required=True)
@click.option("--name", required=True, help="What the portal calls itself, such as 开封市人民政府.")
@click.option("--region", help="Its place as in GB/T 2260, where its name does not tell it.")
@click.option(
    "--family",
    type=click.Choice(sorted(ADAPTERS)),
    default="generic",
    show_default=True,
    help="The adapter that reads its lists.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the new portal's id and its file as JSON.")
@click.pass_context
def add(
    ctx: click.Context,
    column: tuple[str, ...],
    name: str,
    region: str | None,
    family: str,
    as_json: bool,
) -> None:
    """Add a portal without asking it anything, for one that can be reached from elsewhere only.

    \b
    planwatch portals add --name 开封市人民政府 --family ucap_new 政策文件=https://www.kaifeng.gov.cn/a/b/pc/list.html
    """
    from crawler.portal_file import NewPortal, add_portal, portal_id

    config = load_config(ctx.obj.config)
    columns = {}
    for told in column:
        label, url = named_address(told)
        columns[web_address(url)] = (label, "not looked at")
    url = next(iter(columns))
    path = add_portal(config, NewPortal(url, name, region, family, "named by hand", columns, "added by hand"))
    if as_json:
        print_json({"portal": portal_id(url), "file": str(path)})
    else:
        click.echo(f"added {portal_id(url)!r} to {path}")


@portals.command("check", cls=Command)
@click.option("--region", help="Only regions whose name contains this, such as 河北.")
@click.option("--portal", "ids", multiple=True, metavar="ID", help="Check only this portal; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print what was seen as JSON.")
@click.pass_context
def check(ctx: click.Context, region: str | None, ids: tuple[str, ...], as_json: bool) -> None:
    """Ask each column once, and keep what it showed in the store; nothing is followed, judged over time, or told.

    \b
    planwatch portals check --region 河南
    """
    from crawler.health import VERDICTS, judge_column
    from crawler.lock import run_lock
    from crawler.look import look_over
    from crawler.run import FAILED

    place: Place = ctx.obj
    config = load_config(place.config)
    asked = chosen(config, region, ids)
    columns = {(portal.id, column.url): column for portal in asked for column in portal.columns}
    now = place.now
    with run_lock(place.data, now), open_store(place.data) as store:
        seen = look_over(asked, config.settings.crawl)
        with store.atomic():
            for one in seen:
                found = judge_column(columns[one.portal, one.column], one.facts, now.date())
                reason = (found.zh or "正常", found.en or "as expected")
                save_check(store, one.facts, one.entries, verdict=found.verdict, reason=reason, now=now)
        rows = [row for row in checks(store) if (row["portal"], row["column"]) in columns]
    if as_json:
        print_json(rows)
    else:
        rows.sort(key=lambda row: -VERDICTS.index(row["verdict"]))
        print_table(
            ("portal", "verdict", "entries", "dated", "newest", "reason", "column"),
            (
                (
                    r["portal"],
                    r["verdict"],
                    r["entries"],
                    r["dated"],
                    r["newest"],
                    r["reason_en"],
                    r["column"],
                )
                for r in rows
            ),
        )
    ctx.exit(FOUND_NOTHING if any(row["verdict"] in FAILED for row in rows) else 0)


def chosen(config: Config, region: str | None, ids: tuple[str, ...]) -> tuple[Portal, ...]:
    """The portals of these ids, or all, in the regions whose name holds the words. Raises ConfigError for none."""
    found = tuple(one for one in config.chosen(ids) if region is None or region in one.region)
    if not found:
        raise ConfigError(
            f"no configured portal lies in a region called {region!r}; `planwatch portals list` names them"
        )
    return found


def last_checks(place: Place) -> dict[str, list[dict[str, Any]]]:
    """What the last check saw, by portal; nothing where there is no store yet."""
    if not (place.data / "planwatch.db").exists():
        return {}
    seen: dict[str, list[dict[str, Any]]] = {}
    for row in checks(place.store()):
        seen.setdefault(row["portal"], []).append(row)
    return seen


def named_address(told: str) -> tuple[str, str]:
    """A column as typed, `NAME=URL` or an address alone, as name and address."""
    name, _, url = told.partition("=")
    is_bare = not url or "/" in name  # the sign belongs to the query
    return (UNNAMED, told) if is_bare else (name, url)


def web_address(text: str) -> str:
    """An address as typed, `http://` added where it is left out; anything else is a wrong call."""
    url = text if "://" in text else f"http://{text}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        raise click.BadParameter(f"{text!r} is no address such as http://www.lixia.gov.cn/")
    return url if parts.path else f"{url}/"
