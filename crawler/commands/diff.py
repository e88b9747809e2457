"""`diff` and `baseline`: how a plan differs from the known ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from crawler.baselines import read_baselines
from crawler.commands.common import Command, Place, print_json, print_table
from crawler.commands.present_comparison import print_comparison, print_elsewhere, print_family
from crawler.commands.read import file_bytes, read_guarded
from crawler.elsewhere import elsewhere as likest_elsewhere
from pipelines.compare import compare, compare_versions
from pipelines.publish.family import ALONE, Family
from pipelines.publish.kin import family_of
from pipelines.publish.report import comparison_html
from pipelines.publish.report_files import comparison_json, comparison_markdown
from pipelines.publish.report_word import comparison_docx
from storage.baselines import add_baseline, baselines, name_baseline, plan_of, remove_baseline
from storage.database import open_store
from storage.library import find
from storage.models import Comparison, Plan, Reading
from storage.readings import load_reading


@click.command(cls=Command)
@click.argument("plan")
@click.option(
    "--against",
    multiple=True,
    help="Baselines or files to compare with, comma between them or the option repeated. [all baselines]",
)
@click.option(
    "--versions", is_flag=True, help="PLAN is a later text of the one document that --against names."
)
@click.option(
    "--elsewhere",
    is_flag=True,
    help="Also find each clause's likest one in the stored plans, baselines apart.",
)
@click.option("--html", type=click.Path(dir_okay=False), help="Write the report as one page for a browser.")
@click.option("--md", type=click.Path(dir_okay=False), help="Write the report as Markdown.")
@click.option("--docx", type=click.Path(dir_okay=False), help="Write the report as a Word document.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the whole comparison as JSON.")
@click.pass_context
def diff(
    ctx: click.Context,
    plan: str,
    against: tuple[str, ...],
    versions: bool,
    elsewhere: bool,
    html: str | None,
    md: str | None,
    docx: str | None,
    language: str,
    as_json: bool,
) -> None:
    """Say how PLAN, a file or a stored document, differs from the baselines.

    \b
    planwatch diff new-plan.docx
    planwatch diff 云政发〔2024〕18号 --against kaifeng,zhangjiakou --html report.html
    planwatch diff revised.docx --against first.docx --versions
    planwatch diff new-plan.docx --elsewhere
    """
    place: Place = ctx.obj
    subject = named(place, plan)
    names = [name for given in against for name in given.split(",")]
    if versions and len(names) != 1:
        raise click.UsageError("--versions compares with one earlier text: --against FILE_OR_DOCUMENT")
    if elsewhere and versions:
        raise click.UsageError("--elsewhere is about other plans, --versions about one: leave either out")
    if versions:
        result = compare_versions(subject.plan, named(place, names[0]).plan)
    else:
        result = against_baselines(place, subject.plan, names)
    kin = ALONE if versions else family(place, subject)
    how: dict[str, Any] = {"language": language, "versions": versions, "family": kin}
    if html:
        write_report(html, comparison_html(result, **how))
    if md:
        write_report(md, comparison_markdown(result, **how))
    if docx:
        write_report(docx, comparison_docx(result, **how))
    if (html or md or docx) and not as_json:
        return
    others = likest_elsewhere(place.store(), subject.plan, subject.document) if elsewhere else []
    if as_json:
        told = {"elsewhere": [one.to_json() for one in others]} if elsewhere else {}
        print_json({**comparison_json(result), **kin.to_json(), **told})
    else:
        print_comparison(result, language, versions=versions)
        print_family(kin, language)
        print_elsewhere(others, language)


def against_baselines(place: Place, plan: Plan, against: Sequence[str]) -> Comparison:
    """A plan beside the baselines, files or stored documents named, else beside all baselines but itself."""
    known = known_plans(place)
    if against:
        return compare(plan, [known_or_named(place, known, name) for name in against])
    return compare(plan, [other for other in known.values() if not same_document(other, plan)])


def family(place: Place, subject: Named) -> Family:
    """The stored plan that the subject follows, and those with text in common; nothing where there is no store."""
    if not place.has_store:
        return ALONE
    return family_of(place.store(), subject.plan, subject.reading, subject.document)


def write_report(path: str, report: str | bytes) -> None:
    try:
        Path(path).write_bytes(report.encode() if isinstance(report, str) else report)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    click.echo(f"wrote {path}", err=True)


@click.group()
def baseline() -> None:
    """The known plans that every new one is compared with."""


@baseline.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the baselines as JSON.")
@click.pass_context
def list_baselines(ctx: click.Context, as_json: bool) -> None:
    """List the known plans.

    \b
    planwatch baseline list --json
    """
    plans = list(known_plans(ctx.obj).values())
    if as_json:
        print_json(
            [
                {"name": p.name, "title": p.title, "doc_number": p.doc_number, "region": p.region}
                for p in plans
            ]
        )
    else:
        print_table(
            ("name", "number", "region", "title"), ((p.name, p.doc_number, p.region, p.title) for p in plans)
        )


@baseline.command(cls=Command)
@click.argument("name")
@click.argument("plan", metavar="DOCUMENT_OR_FILE")
@click.option("--json", "as_json", is_flag=True, help="Print the name and the document as JSON.")
@click.pass_context
def add(ctx: click.Context, name: str, plan: str, as_json: bool) -> None:
    """Make a stored document, or a file, the baseline NAME; later runs compare every plan with it, too.

    \b
    planwatch baseline add yunting 云政发〔2024〕18号
    """
    place: Place = ctx.obj
    with open_store(place.data, create=False) as store:
        if Path(plan).is_file():
            document = add_baseline(
                store, name, read_guarded(file_bytes(plan), name=Path(plan).name), place.now
            )
        elif rows := find(store, plan):
            document = rows[0]["id"]
            name_baseline(store, name, document, place.now)
        else:
            raise click.BadParameter(
                f"{plan!r} is neither a file nor a stored document", param_hint="DOCUMENT_OR_FILE"
            )
    if as_json:
        print_json({"name": name, "document": document})
    else:
        click.echo(f"{name} is a baseline; `planwatch run` compares every plan with it")


@baseline.command(cls=Command)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the name and what is left as JSON.")
@click.pass_context
def remove(ctx: click.Context, name: str, as_json: bool) -> None:
    """Compare with NAME no longer. The document stays stored.

    \b
    planwatch baseline remove yunting
    """
    with open_store(ctx.obj.data, create=False) as store:
        known = [known for known, _, _ in baselines(store)]
        if not remove_baseline(store, name):
            raise click.BadParameter(
                f"no baseline is called {name!r}; there are {', '.join(known)}", param_hint="NAME"
            )
    if as_json:
        print_json({"removed": name, "baselines": [each for each in known if each != name]})
    else:
        click.echo(f"{name} is a baseline no longer")


def known_plans(place: Place) -> dict[str, Plan]:
    """The baselines by name: the store's where there is one, else those that ship with the configuration."""
    if place.has_store:
        store = place.store()
        return {name: plan_of(store, revision, name) for name, _, revision in baselines(store)}
    return {name: Plan.of(name, reading) for name, reading in read_baselines(place.config).items()}


@dataclass(frozen=True, slots=True)
class Named:
    """What a user's word for a plan means. `document` is its id, where it is a stored one."""

    plan: Plan
    reading: Reading
    document: int | None = None


def named(place: Place, name: str, option: str = "PLAN") -> Named:
    """A plan by file name, or by number, id or title of a stored document."""
    if Path(name).is_file():
        reading = read_guarded(file_bytes(name), name=Path(name).name)
        return Named(Plan.of(Path(name).stem, reading), reading)
    if not place.has_store:
        raise click.BadParameter(
            f"there is no file {name!r}, and no store in {place.data}", param_hint=option
        )
    store = place.store()
    found = find(store, name)
    if not found:
        raise click.BadParameter(f"{name!r} is neither a file nor a stored document", param_hint=option)
    reading = load_reading(store, found[0]["revision"])
    return Named(Plan.of(str(found[0]["id"]), reading), reading, found[0]["id"])


def known_or_named(place: Place, known: dict[str, Plan], name: str) -> Plan:
    """A baseline by its name, else a file or a stored document; one that is a baseline goes by the baseline's name."""
    if name in known:
        return known[name]
    try:
        plan = named(place, name, "--against").plan
    except click.BadParameter as error:
        raise click.BadParameter(
            f"{name!r} is neither a baseline ({', '.join(known)}) nor a file nor a stored document",
            param_hint="--against",
        ) from error
    return next((other for other in known.values() if same_document(other, plan)), plan)


def same_document(left: Plan, right: Plan) -> bool:
    return left.title == right.title and left.doc_number == right.doc_number
