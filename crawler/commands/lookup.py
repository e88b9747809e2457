"""`list`, `show`, `search`, `history`: what is stored, for people as tables and for programs as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table, say
from crawler.commands.filters import ALL, filtered, filters_of, region_hint
from crawler.commands.present import print_reading
from storage.citations import chain as chain_of
from storage.citations import missing as cited_and_missing
from storage.database import Row, Store
from storage.library import ORDERS, find
from storage.library import history as history_of
from storage.library import list_documents as stored_documents
from storage.models import Plan
from storage.readings import load_reading
from storage.related import explained, explanations, perhaps_the_same, perhaps_the_same_of
from storage.search import match_expression
from storage.search import search as search_store

LISTED = {  # head of the table -> column of the library
    "id": "id",
    "region": "region",
    "number": "doc_number",
    "signed": "signed_date",
    "published": "published_date",
    "sort": "sort",
    "known as": "baseline",
    "title": "title",
}


@click.command("list", cls=Command)
@filtered("plan")
@click.option(
    "--missing", is_flag=True, help="List what stored plans cite and the store has not, most cited first."
)
@click.option("--sort", "order", type=click.Choice(list(ORDERS)), default="day", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the documents as JSON.")
@click.pass_context
def list_documents(
    ctx: click.Context, missing: bool, order: str, limit: int, as_json: bool, **given: Any
) -> None:
    """List the stored documents, newest first. Filters combine.

    Where plans under nearly the same title may be one, the ids of the others are told; nothing is merged.

    \b
    planwatch list
    planwatch list --region 河北 --since 2024-05 --kind plan --topic 电梯 --new
    planwatch list --during 2024-05..2024-07 --sort region --verdict all
    planwatch list --missing
    """
    if missing:
        list_missing(ctx, limit, as_json)
        return
    filters = filters_of(ctx.obj, given)
    store = ctx.obj.store()
    rows = stored_documents(store, order=order, limit=limit, **filters)
    pairs = perhaps_the_same_of(store, [row["id"] for row in rows])
    rows = [{**row, "perhaps_the_same": pairs.get(row["id"], [])} for row in rows]
    if not rows:
        hint = region_hint(store, given["region"])
        nothing_found(ctx, f"no stored document fits{hint}", as_json=as_json, empty=[])
    elif as_json:
        print_json(rows)
    else:
        told = LISTED | ({"perhaps also": "perhaps_the_same"} if pairs else {})
        print_table(list(told), ([as_cell(row[name]) for name in told.values()] for row in rows))


def as_cell(value: Any) -> Any:
    """Several ids in one cell."""
    return " ".join(map(str, value)) if isinstance(value, list) else value


def list_missing(ctx: click.Context, limit: int, as_json: bool) -> None:
    rows = cited_and_missing(ctx.obj.store(), limit)
    if not rows:
        nothing_found(ctx, "everything that stored plans cite is stored", as_json=as_json, empty=[])
    elif as_json:
        print_json(rows)
    else:
        print_table(
            ("cited by", "number", "title"),
            ((row["cited_by"], row["doc_number"], row["title"]) for row in rows),
        )


UNKNOWN = "no stored document is called {0!r}; `planwatch search {0}` looks into titles, numbers and texts"

# Documents that belong to the one that is shown: key in JSON -> how they are found, and their label.
RELATED = {
    "explained_by": (explanations, "解读"),
    "explains": (explained, "解读对象"),
    "perhaps_the_same": (perhaps_the_same, "疑为同一"),
}


@click.command(cls=Command)
@click.argument("document")
@click.option("--evidence", is_flag=True, help="Show where each field was read, and what disagrees.")
@click.option("--chain", is_flag=True, help="Show the documents that it cites, and what those cite in turn.")
@click.option(
    "--nearest",
    is_flag=True,
    help="Show what it made of the superior plan that it cites, and the stored plans with most text in common.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything that is stored as JSON.")
@click.pass_context
def show(
    ctx: click.Context, document: str, evidence: bool, chain: bool, nearest: bool, as_json: bool
) -> None:
    """Show one document by its number in any spelling, its id, its address or a part of its title.

    \b
    planwatch show 张政规[2024]4号
    planwatch show 云汀市推动大规模设备更新 --evidence
    planwatch show 云汀市推动大规模设备更新 --nearest
    """
    store = ctx.obj.store()
    rows = find(store, document)
    if not rows:
        nothing_found(ctx, UNKNOWN.format(document), as_json=as_json, empty=None)
        return
    reading = load_reading(store, rows[0]["revision"])
    if nearest:
        # here and below: it brings all of comparing with it
        from pipelines.publish.kin import family_of_stored

        family = family_of_stored(store, rows[0]["id"], rows[0]["revision"])
    if as_json:
        cited = [one.to_json() for one in chain_of(store, rows[0]["id"])]
        print_json(
            {
                **rows[0],
                **reading.to_json(),
                "sources": history_of(store, rows[0]["id"])["sources"],
                **{name: related(store, rows[0]["id"]) for name, (related, _) in RELATED.items()},
                "chain": cited,
                **(family.to_json() if nearest else {}),
            }
        )
        return
    print_reading(reading)
    if rows[0]["withdrawn_at"]:
        say(f"{'撤下':　<5} {rows[0]['withdrawn_at'][:10]}")
    for source in history_of(store, rows[0]["id"])["sources"]:
        say(f"{'来源':　<5} {source['url']}")
    for related, label in RELATED.values():
        for other in related(store, rows[0]["id"]):
            say(f"{label:　<5} {other['id']} {other['title']} {other['url']}")
    if chain:
        say("")
        print_table(
            ("cites", "number", "stored as"),
            (
                ("　" * (c.depth - 1) + (c.title or "—"), c.doc_number, c.document)
                for c in chain_of(store, rows[0]["id"])
            ),
        )
    if nearest:
        from crawler.commands.present_comparison import print_family

        print_family(family, "zh")
    if evidence:
        say("")
        print_table(
            ("field", "read from", "quote"),
            ((name, found.source, found.quote) for name, found in reading.metadata.evidence.items()),
        )
        for conflict in reading.metadata.conflicts:
            say(f"另一读法 {conflict.field} = {conflict.value}（{conflict.source}）「{conflict.quote}」")
    if len(rows) > 1:
        others = "、".join(f"{row['id']} {row['title']}" for row in rows[1:6])
        click.echo(f"planwatch: {len(rows) - 1} more documents fit: {others}", err=True)


@click.command(cls=Command)
@click.argument("query")
@filtered(ALL)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
@click.pass_context
def search(ctx: click.Context, query: str, limit: int, as_json: bool, **given: Any) -> None:
    """Search title, number and text of the stored documents; words of any length, all must occur.

    \b
    planwatch search 电梯
    planwatch search "以旧换新 二手车" --region 山东 --since 2024-05
    """
    if match_expression(query) is None:
        raise click.BadParameter(f"{query!r} has no word to look for", param_hint="QUERY")
    filters = filters_of(ctx.obj, given)
    store = ctx.obj.store()
    hits = search_store(store, query, limit, **filters)
    if not hits:
        hint = region_hint(store, given["region"])
        nothing_found(ctx, f"nothing stored speaks of {query!r}{hint}", as_json=as_json, empty=[])
    elif as_json:
        print_json(hits)
    else:
        print_table(
            ("id", "region", "number", "title", "found"),
            ((h["id"], h["region"], h["doc_number"], h["title"], h["snippet"]) for h in hits),
        )


@click.command(cls=Command)
@click.argument("document")
@click.option("--diff", is_flag=True, help="Tell what the last revision changed.")
@click.option("--json", "as_json", is_flag=True, help="Print revisions, sources and events as JSON.")
@click.pass_context
def history(ctx: click.Context, document: str, diff: bool, as_json: bool) -> None:
    """Tell what happened to a document: its revisions, where it was found, what was told of it.

    \b
    planwatch history 汴政〔2024〕8号
    planwatch history 汴政〔2024〕8号 --diff
    """
    store = ctx.obj.store()
    rows = find(store, document)
    if not rows:
        nothing_found(ctx, UNKNOWN.format(document), as_json=as_json, empty=None)
        return
    past = history_of(store, rows[0]["id"])
    if diff:
        print_last_change(ctx, store, past["revisions"], as_json)
        return
    if as_json:
        print_json({**past, "events": [asdict(event) for event in past["events"]]})
        return
    say(f"{past['document']['title']}  {past['document']['doc_number'] or ''}", bold=True)
    moments = [
        *((row["seen_at"], revision_name(row), row["url"]) for row in past["revisions"]),
        *((row["found_at"], f"found on {row['portal'] or 'file'}", row["url"]) for row in past["sources"]),
        *((event.at, f"event: {event.kind}", event.portal or "") for event in past["events"]),
    ]
    print_table(("when", "what", "where"), sorted(moments))


def revision_name(row: Row) -> str:
    return f"revision {row['id']}" + ("" if row["confirmed_at"] else ", seen once")


def print_last_change(ctx: click.Context, store: Store, past: Sequence[Row], as_json: bool) -> None:
    revisions = sorted((row for row in past if row["confirmed_at"]), key=lambda row: row["confirmed_at"])
    if len(revisions) < 2:
        nothing_found(ctx, "the document has one revision only", as_json=as_json, empty=None)
        return
    # here: comparing takes longer to load than to look up
    from crawler.commands.present_comparison import print_comparison
    from pipelines.compare import compare_versions
    from pipelines.publish.report_files import comparison_json

    before, now = (Plan.of(f"revision {row['id']}", load_reading(store, row["id"])) for row in revisions[-2:])
    change = compare_versions(now, before)
    if as_json:
        print_json(comparison_json(change))
    else:
        print_comparison(change, "zh", versions=True)
