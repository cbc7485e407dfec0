# Everything a newcomer types. Needs python3 (3.11 or newer, with its venv module), make and git; the rest is fetched
# once into .venv, by hash, from whatever index this machine's pip and uv are set to.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/bootstrap/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
SYNC := $(UV) pip sync --quiet --python $(BIN)/python --require-hashes
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run install test check types lint architecture format bench torture cover lock env-example clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Start the demo: simulator, database, first sync, server (ARGS=… are passed on)
	@exec $(BIN)/leadline demo $(ARGS)

install: $(VENV)/.dev ## Prepare .venv with everything that development needs

test: check ## Everything that guards main: lint, types, then all tests on SQLite and PostgreSQL
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: lint types ## Lint, format and types, without running anything

lint: $(VENV)/.dev ## Ruff and the borders between contexts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache > $(VENV)/borders.txt || { cat $(VENV)/borders.txt; exit 1; }

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

architecture: $(VENV)/.dev ## Only the architecture tests: borders, sizes, forbidden words, permissions
	@$(BIN)/pytest -n $(WORKERS) tests/architecture $(ARGS)

format: $(VENV)/.dev ## Rewrite the code as ruff wants it
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

cover: $(VENV)/.dev ## All tests with branch coverage, held to the floor of pyproject.toml
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

torture: $(VENV)/.dev ## The long tests: kills and millions of rows
	@$(BIN)/pytest -m torture --timeout 3600 $(ARGS)

bench: $(VENV)/.dev ## Measure, and compare with the figures in the docs
	@$(BIN)/python bench/run.py $(ARGS)

env-example: $(VENV)/.dev ## Write .env.example anew from the settings
	@$(BIN)/python -c 'from leadline.kernel.env_example import env_example; from leadline.kernel.settings import Settings; print(env_example(Settings), end="")' > .env.example

lock: $(UV) ## Resolve the lock files anew from pyproject.toml (UPGRADE=1 takes newer releases)
	@$(COMPILE) pyproject.toml --group dev -o requirements/dev.lock
	@$(COMPILE) pyproject.toml -c requirements/dev.lock -o requirements/run.lock
	@$(COMPILE) --group pyproject.toml:build -c requirements/dev.lock -o requirements/build.lock
	@$(COMPILE) --group pyproject.toml:bootstrap -o requirements/bootstrap.lock

clean: ## Remove .venv and every cache (never var/, which holds data)
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how .venv is made -------------------------------------------------------------------------------------------------
# uv lives in a small environment of its own, so that syncing .venv to a lock file cannot remove it.

$(UV): requirements/bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "The venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@echo "Preparing uv in $(VENV)/bootstrap"
	@$(PYTHON) -m venv --clear $(VENV)/bootstrap
	@$(VENV)/bootstrap/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bootstrap.lock
	@touch $@

$(BIN)/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)

# The project itself is installed editable by the build backend of build.lock, without a network.
$(VENV)/.dev: requirements/dev.lock requirements/build.lock pyproject.toml $(UV) | $(BIN)/python
	@echo "Installing Leadline with its development tools into $(VENV)"
	@$(SYNC) requirements/dev.lock requirements/build.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

$(VENV)/.run: requirements/run.lock requirements/build.lock pyproject.toml $(UV) | $(BIN)/python
	@if [ -e $(VENV)/.dev ]; then $(MAKE) --no-print-directory $(VENV)/.dev; touch $@; exit; fi; \
	echo "Installing Leadline into $(VENV)"; \
	$(SYNC) requirements/run.lock requirements/build.lock; \
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	touch $@
