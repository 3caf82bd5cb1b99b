# make app    install and set up everything on a fresh machine, and serve the app
# make check  run the quick checks, after every change
# make test   run every check
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTERS ?= 3

.PHONY: help app check test static static-types static-rest install lock bench texts

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

app: install  ## set up what is missing and serve the app on 127.0.0.1:8501
	@$(BIN)/redlane serve

check test: export OMP_NUM_THREADS ?= 1
# Compiled tests are kept: without them, each worker compiles all tests again, and each server and command all modules.
check test: export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

check: static  ## run the quick checks: without slow tests, browser tests and PostgreSQL tests
	$(PYTEST) -m "not slow and not browser and not postgres" tests

test: static  ## run every check
	$(PYTEST) --nbmake tests notebooks

# In a fresh clone mypy takes longer than all the other checks, so these run beside it. The first that fails fails all.
static: install
	@$(MAKE) --no-print-directory --jobs=2 static-types static-rest

static-types:
	$(BIN)/mypy

static-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/lint-imports --no-logo
	$(BIN)/redlane check

install: $(VENV)/.installed  ## make .venv with the pinned dependencies

texts: install  ## collect the texts to translate, update the catalogues and compile them
	$(BIN)/python -m exercises.language.catalogues

bench: install  ## measure, and write docs/benchmarks.md
	$(BIN)/redlane setup
	$(BIN)/redlane bench --write

# Install the dependencies again only if the lock changes, and the project only if pyproject.toml changes.
$(VENV)/.installed: pyproject.toml $(VENV)/.dependencies
	@echo "Installing Redlane"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dependencies: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Redlane needs Python 3.11 or newer, and there is no $(PYTHON); install it, or name one: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Redlane needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1); name another: make PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || { echo "Making $(VENV)"; $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make $(VENV); on Debian install python3-venv" >&2; exit 2; }; }
	@echo "Installing the pinned dependencies (a few minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock \
		| awk '/^Collecting/ {print "  " $$2; fflush()} /^Installing/ {print "  installing them"; fflush()}'
	@touch $@

# The lock has exact versions and hashes for every platform, and names no package index.
lock:  ## pin the dependencies of pyproject.toml again (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv; install it" >&2; exit 2; }
	uv --quiet pip compile pyproject.toml --extra dev --extra postgres --extra cluster --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.lock
