# Two commands do everything: `make app` opens the workbook, `make test` runs what continuous integration runs.
.DEFAULT_GOAL := help
PYTHON := $(shell for one in python3 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$one && break; done)
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
RIVALS := .venv-rivals
TESTERS ?= 2
WORKBOOK_HUB ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/workbook-hub

.PHONY: help setup app lab test lint format bench soak hub lock clean

help:
	@echo "make app    open the workbook in the browser, on a real sample"
	@echo "make lab    the same in JupyterLab"
	@echo "make test   all checks and tests"
	@echo "make bench  the measurements"
	@echo "make hub    a JupyterHub for the tests, with its proxy"
	@echo "make soak   ten minutes of a full workshop beside open workbooks, then ten more with processes killed at random"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found. Debian: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. Debian: apt-get install python3-venv"; exit 1; }
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $(READY)

app: setup
	$(RUN)/workbook app

lab: setup
	$(RUN)/workbook lab

lint: setup
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: setup
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

test: lint
	WORKBOOK_HUB=$(WORKBOOK_HUB) $(RUN)/pytest -rs -n $(TESTERS) --dist loadfile

# Outside the checkout, and in an environment of its own.
hub: $(WORKBOOK_HUB)/.ready

$(WORKBOOK_HUB)/.ready: tests/server/hub.txt
	@command -v npm >/dev/null || { echo "The proxy of JupyterHub needs npm and Node.js 18 or later. Debian: apt-get install npm"; exit 1; }
	@test -x $(WORKBOOK_HUB)/bin/python || $(PYTHON) -m venv $(WORKBOOK_HUB)
	$(WORKBOOK_HUB)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/server/hub.txt
	npm install --silent --no-audit --no-fund --prefix $(WORKBOOK_HUB) configurable-http-proxy@~5.1
	@touch $@

bench: setup $(RIVALS)/.ready
	WORKBOOK_RIVALS=$(RIVALS)/bin/python $(RUN)/python -m tests.bench

soak: setup
	$(RUN)/python -m tests.bench.soak
	$(RUN)/python -m tests.bench.soak --kills

# Streamlit and Dash, which the bench compares with, have other bounds than ours: an environment of their own.
$(RIVALS)/.ready: tests/bench/pages/rivals.txt
	@test -x $(RIVALS)/bin/python || $(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/pages/rivals.txt
	@touch $@

# The lock holds hashes and no index address; it serves 3.11, 3.12 and 3.13.
lock:
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --universal --generate-hashes --extra explain --extra models --extra pdf --extra postgresql --extra dev --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 pyproject.toml -o requirements.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) $(RIVALS) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
