# `make demo` and `make test` are all a new user needs; both set up what they use.
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.8
TOOLS := chromium fontconfig fonts-noto-cjk libreoffice-writer-nogui libreoffice-calc-nogui unar

.PHONY: setup tools ocr demo test lint bench accuracy manual

setup: .venv/.synced

# A pinned uv lives inside .venv, so nothing outside the checkout is touched.
$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit("planwatch needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: $(BIN)/uv pyproject.toml uv.lock
	VIRTUAL_ENV=.venv $(BIN)/uv sync --quiet --frozen --inexact --active
	@touch $@

# Debian's names of what some tests ask for; they are skipped without it, and fail where CI is set.
tools:
	dpkg -s $(TOOLS) >/dev/null 2>&1 || { apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(TOOLS); }

# The extra that reads pictures of text; its tests are skipped without it, and fail where CI is set.
ocr: setup
	VIRTUAL_ENV=.venv $(BIN)/uv sync --quiet --frozen --inexact --active --extra ocr

demo: setup
	$(BIN)/planwatch demo

# Two at a time, as most of it waits for slow portals; the tests of a file share what they have started.
test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	for name in $$(ls benchmarks | sed -n 's/^\([a-z].*\)\.py$$/\1/p'); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

accuracy: setup
	$(BIN)/python -m benchmarks.accuracy

manual: setup
	$(BIN)/python -m crawler.commands.manual > docs/cli.md
