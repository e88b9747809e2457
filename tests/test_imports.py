"""The rule of the house: imports go one way, and each outside thing is touched in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("storage", "pipelines", "crawler")  # a floor may import itself and the floors before it
MODULES = sorted(
    path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "_farm" not in path.parts
)

# Outside module -> the only places that may import it (path prefixes from the checkout's root).
ONLY_IN = {
    "scrapy": ("crawler/", "pipelines/item"),
    "twisted": ("crawler/",),
    "sqlite_utils": ("storage/",),
    "sqlite3": ("storage/",),
    "smtplib": ("pipelines/publish/mail.py",),
    "http": ("pipelines/publish/channels.py",),
    "xlsxwriter": ("pipelines/publish/ledger.py",),
    "apprise": ("pipelines/publish/channels.py",),
    "datasette": ("crawler/web.py",),
    "apscheduler": ("crawler/schedule.py",),
    "click": ("crawler/cli.py", "crawler/commands/"),
}
# The rooms of `pipelines/` that speak to the store; all others are pure and know the words of the domain only.
SPEAK_TO_THE_STORE = (
    "pipelines/items.py",
    "pipelines/item_pipelines.py",
    "pipelines/publish/__init__.py",
    "pipelines/publish/delivery.py",
    "pipelines/publish/exports.py",
    "pipelines/publish/gather.py",
    "pipelines/publish/kin.py",
    "pipelines/publish/outgoing.py",
    "pipelines/publish/pages/site.py",
)
PURE = [
    path
    for path in MODULES
    if path.relative_to(ROOT).parts[0] == "pipelines"
    and path.relative_to(ROOT).as_posix() not in SPEAK_TO_THE_STORE
]
CLOCKS = {"now", "today", "utcnow", "time"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, absolute, with its line."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    above = FLOORS[FLOORS.index(floor) + 1 :]
    breaches = [f"line {line}: {module}" for line, module in imported(path) if module.split(".")[0] in above]
    assert not breaches, f"{name_of(path)} reaches up: {breaches}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_outside_things_have_one_home(path: Path) -> None:
    breaches = [
        f"line {line}: {module}"
        for line, module in imported(path)
        for outside, homes in ONLY_IN.items()
        if module.split(".")[0] == outside and not name_of(path).startswith(homes)
    ]
    assert not breaches, f"{name_of(path)}: {breaches}"


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_modules_know_only_the_words(path: Path) -> None:
    breaches = [
        f"line {line}: {module}"
        for line, module in imported(path)
        if module.startswith("storage.") and not module.startswith("storage.models")
    ]
    assert not breaches, f"{name_of(path)} is pure and may import storage.models only: {breaches}"


def test_models_import_nothing_of_ours() -> None:
    words = (ROOT / "storage/models").glob("*.py")
    ours = [m for path in words for _, m in imported(path) if m.split(".")[0] in FLOORS]
    ours = [module for module in ours if not module.startswith("storage.models")]
    assert not ours


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_clock_and_the_environment_have_one_home(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (
            (node.value.id in ("datetime", "date", "time") and node.attr in CLOCKS)
            or (node.value.id == "os" and node.attr in ("environ", "getenv"))
        )
    ]
    homes = ("crawler/clock.py", "crawler/config.py")
    assert not calls or name_of(path) in homes, f"{name_of(path)}: {calls}"


def test_files_are_small_rooms() -> None:
    long = {
        name_of(path): n
        for path in MODULES
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long, f"over 350 lines: {long}"


def test_every_folder_says_what_lives_there() -> None:
    silent = [
        name_of(path)
        for path in MODULES
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent
