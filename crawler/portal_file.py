"""A new portal as a block of config/portals, and the answer that it was read from as a fixture.

The fixture's `expected.json` says what was read, not what is right: its test fails until a person who has compared it
with the page writes a name at `accepted_by`.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.adapters import ListRequest, ListResponse, adapter_named
from crawler.config import Config, load_config
from crawler.errors import ConfigError
from crawler.middlewares.manners import is_address
from crawler.probe import FoundColumn
from pipelines.embedded import installed_config
from pipelines.regions import locate

FIXTURES = Path("portals", "probed")
ADDED = "added.yaml"  # for portals of a province without a file
ADDED_HEAD = "# Portals of provinces without a file of their own. README.md beside this file tells what the fields mean.\n"
BLOCK = """
- id: {id}
  name: {name}
  region: {region}
  division_code: {code}
  adapter: {family} # {shown}
  home: {home}
{private}  columns:
{columns}
  evidence: {evidence}
  checked: never # the day on which a person saw that names, addresses and entries are right
"""


@dataclass(frozen=True, slots=True)
class NewPortal:
    """A portal to be added. `url` is any of its addresses, `region` its place as in GB/T 2260 where the name does not
    tell it, `shown` what gave the family away; `columns` has a name and a comment for each address."""

    url: str
    name: str | None
    region: str | None
    family: str
    shown: str
    columns: Mapping[str, tuple[str, str]]
    evidence: str


def portal_id(url: str) -> str:
    """A portal's id: its host without `www.` and `.gov.cn`, the highest name first: ah-fzggw for fzggw.ah.gov.cn."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").removesuffix(".gov.cn")
    names = [host.replace(":", ".")] if is_address(host) else reversed(host.split("."))
    return re.sub(r"[^a-z0-9]+", "-", "-".join(names)).strip("-") or "portal"


def home_of(url: str) -> str:
    """The front page of the host that an address lies on."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def add_portal(config: Config, new: NewPortal) -> Path:
    """Write the portal's block into the file of its province; gives the file.

    Raises ConfigError where its place is not known, where it is watched already, and where the configuration would
    not be right with it; the files are then as they were.
    """
    if config.folder == installed_config():
        raise ConfigError(f"{config.folder} belongs to the program; copy it, and name the copy with --config")
    known = next((one for one in config.portals if urlsplit(new.url).hostname in one.hosts()), None)
    if known:
        raise ConfigError(f"{new.url}: its host is watched already, as {known.id!r}")
    place = locate(new.region or new.name or "", None)
    if place is None and new.region is None:
        raise ConfigError(
            f"{new.url}: its name, {new.name!r}, does not tell the place; name it with --region"
        )
    code = place.code if place else None
    path = _file_for(config.folder / "portals", code)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    block = _block(new, place.region if place else str(new.region), code)
    path.write_text((before or ADDED_HEAD).rstrip("\n") + "\n" + block, encoding="utf-8")
    try:
        load_config(config.folder)
    except ConfigError:
        _put_back(path, before)
        raise
    return path


def save_fixture(folder: Path, portal: str, column: FoundColumn) -> Path:
    """Keep the answer that a column was read from, and what was read; gives the fixture's folder."""
    case = folder / FIXTURES / portal
    case.mkdir(parents=True, exist_ok=True)
    (case / "answer.txt").write_text(column.answer.text, encoding="utf-8")
    expected = {
        "accepted_by": None,
        "family": column.family,
        "url": column.answer.url,
        "request": {**asdict(column.answer.request)},
        "entries": [entry.to_json() for entry in column.entries],
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (case / "expected.json").write_text(text + "\n", encoding="utf-8")
    return case


def complaint(case: Path) -> str | None:
    """Why a fixture cannot be relied on; None where a person has accepted it and it is still read so."""
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    if not expected["accepted_by"]:
        return f"{case / 'expected.json'}: compare it with the page, then write your name at accepted_by"
    text = (case / "answer.txt").read_text(encoding="utf-8")
    answer = ListResponse(expected["url"], text, 200, ListRequest(**expected["request"]))
    found = [entry.to_json() for entry in adapter_named(expected["family"]).entries(answer).entries]
    if found == expected["entries"]:
        return None
    return f"{case}: {expected['family']} reads {len(found)} entries, not the {len(expected['entries'])} accepted"


def _block(new: NewPortal, region: str, code: str | None) -> str:
    private = "  private_hosts: true # it stands in this network\n" if _stands_here(new.url) else ""
    return BLOCK.format(
        id=portal_id(new.url),
        name=_quoted(new.name or region),
        region=_quoted(region),
        code=f'"{code}"' if code else "null # in no table of divisions",
        family=new.family,
        shown=" ".join(new.shown.split()),
        home=home_of(new.url),
        private=private,
        columns="\n".join(
            f"    - {{name: {_quoted(name)}, url: {_quoted(url)}}} # {comment}"
            for url, (name, comment) in new.columns.items()
        ),
        evidence=_quoted(new.evidence),
    )


def _put_back(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    """Text as YAML takes it whatever it holds: JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def _file_for(folder: Path, code: str | None) -> Path:
    """The file in which most portals of the province stand."""
    province = f'division_code: "{code[:2]}' if code else "no portal says this"
    counts = {path: path.read_text(encoding="utf-8").count(province) for path in folder.glob("*.yaml")}
    best = max(counts, key=lambda path: counts[path], default=None)
    return best if best and counts[best] else folder / ADDED


def _stands_here(url: str) -> bool:
    """Does the host lie in a private network?"""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        return False
    return not all(ip_address(address[4][0]).is_global for address in found)
