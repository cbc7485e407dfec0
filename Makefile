# Everything a newcomer types. Needs python3 (3.11 or newer, with its venv module), make and git; the rest is fetched
# once into .venv, by hash, from whatever index this machine's pip and uv are set to.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
WORKERS ?= 2
PROPERTIES := $(addprefix tests/calls/,records/test_paging.py records/test_count.py counts statistics)
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/bootstrap/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
SYNC := $(UV) pip sync --quiet --python $(BIN)/python --require-hashes
export UV_PYTHON_DOWNLOADS := never

# The page. Node is a Python package: .venv has it after `make install`; `make run` alone keeps one in .venv/node.
PAGE := src/leadline/web/index.html
NODE_HOME = $(abspath $(if $(wildcard $(BIN)/node),$(BIN),$(VENV)/node/bin))
NPM = cd web && PATH="$(NODE_HOME):$$PATH" npm --silent --no-update-notifier
PACKAGES := web/node_modules/.package-lock.json
PAGE_SOURCES = $(shell find web/src web/public web/tools web/*.json web/*.mjs web/*.ts web/index.html -type f \
	! -path '*/node_modules/*' ! -name '*.gen.ts' ! -name openapi.json ! -name '*.test.ts*' 2>/dev/null)

.PHONY: bench-web help run install test check types lint advisories architecture format bench torture cover lock env-example clean
.PHONY: web web-dev web-check web-test openapi browser-tests chromium

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run $(PAGE) ## Start the demo: simulator, database, first sync, server and page (ARGS=… are passed on)
	@exec $(BIN)/leadline demo $(ARGS)

install: $(VENV)/.dev ## Prepare .venv with everything that development needs

test: check web-test $(PAGE) chromium $(VENV)/.prometheus ## Everything that guards main: lint, types, the page, all tests on SQLite and PostgreSQL
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)
	@$(BIN)/pytest -m browser tests/browser

check: lint types web-check advisories ## Lint, format and types, without running anything

lint: $(VENV)/.dev ## Ruff and the borders between contexts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache > $(VENV)/borders.txt || { cat $(VENV)/borders.txt; exit 1; }

advisories: $(VENV)/.dev ## Known vulnerabilities of what users install (says so where the service cannot be reached)
	@$(BIN)/python .ci/advisories.py

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

torture: $(VENV)/.dev ## The long tests: kills, millions of rows, and properties with many more examples
	@$(BIN)/pytest -m torture --timeout 3600 $(ARGS)
	@EXAMPLES=8 $(BIN)/pytest -n $(WORKERS) --timeout 3600 $(PROPERTIES)

bench: $(VENV)/.dev ## Measure, and compare with the figures in the docs
	@$(BIN)/python bench/run.py $(ARGS)

bench-web: $(PAGE) chromium ## Measure the page in Chromium: JavaScript, time to content, time between pages
	@$(BIN)/python -m bench.web

web: $(PAGE) ## Build the page into the package

web-dev: $(PACKAGES) ## Serve the page from its sources on port 3001, beside a running `leadline serve` or demo
	@$(NPM) run dev

web-check: $(PACKAGES) $(VENV)/.dev ## The page's lint and types, and that its client is as the API says
	@$(NPM) run lint
	@$(NPM) run routes
	@$(NPM) run types
	@$(DUMP_OPENAPI) > web/openapi.json
	@$(NPM) run openapi -- openapi.json -o node_modules/.cache/schema.d.ts > /dev/null
	@cmp --quiet web/node_modules/.cache/schema.d.ts $(CLIENT) || { echo "$(CLIENT) is stale: run make openapi" >&2; exit 1; }

web-test: $(PACKAGES) ## The page's own tests
	@$(NPM) run routes
	@$(NPM) test

openapi: $(PACKAGES) $(VENV)/.dev ## Write the page's typed client anew from the API's OpenAPI document
	@$(DUMP_OPENAPI) > web/openapi.json
	@$(NPM) run openapi -- openapi.json -o $(patsubst web/%,%,$(CLIENT)) > /dev/null

browser-tests: $(VENV)/.dev $(PAGE) chromium ## Only the journeys in Chromium
	@$(BIN)/pytest -m browser tests/browser $(ARGS)

chromium: ## Chromium and Chinese fonts by apt-get, where they are missing and that is possible
	@if [ -x /usr/bin/chromium ] && fc-list :lang=zh 2> /dev/null | grep -q .; then exit 0; fi; \
	sudo=; if [ "$$(id -u)" != 0 ]; then sudo="sudo -n"; fi; \
	if command -v apt-get > /dev/null && $$sudo true 2> /dev/null; then \
		echo "Installing chromium and fonts-noto-cjk with apt-get"; \
		$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig > /dev/null || true; \
	fi

env-example: $(VENV)/.dev ## Write .env.example anew from the settings
	@$(BIN)/python -c 'from leadline.kernel.env_example import env_example; from leadline.kernel.settings import Settings; print(env_example(Settings), end="")' > .env.example

DUMP_OPENAPI = LEADLINE_HOME=$(VENV)/openapi $(BIN)/python -c 'import json; from leadline.entrypoints.api import create_app; \
	print(json.dumps(create_app().openapi(), sort_keys=True))'
CLIENT := web/src/api/generated/schema.d.ts

lock: $(UV) ## Resolve the lock files anew from pyproject.toml (UPGRADE=1 takes newer releases)
	@$(COMPILE) pyproject.toml --group dev -o requirements/dev.lock
	@$(COMPILE) pyproject.toml -c requirements/dev.lock -o requirements/run.lock
	@$(COMPILE) --group pyproject.toml:build -c requirements/dev.lock -o requirements/build.lock
	@$(COMPILE) --group pyproject.toml:web -c requirements/dev.lock -o requirements/web.lock
	@$(COMPILE) --group pyproject.toml:bootstrap -o requirements/bootstrap.lock

$(VENV)/node/bin/node: requirements/web.lock | $(UV)
	@echo "Preparing Node in $(VENV)/node"
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)/node
	@$(UV) pip sync --quiet --python $(VENV)/node/bin/python --require-hashes requirements/web.lock
	@touch $@

$(PACKAGES): web/package-lock.json web/package.json | $(if $(wildcard $(BIN)/node),,$(VENV)/node/bin/node)
	@echo "Installing the page's packages into web/node_modules"
	@$(NPM) ci --no-audit --no-fund
	@touch $@

$(PAGE): $(PAGE_SOURCES) $(PACKAGES)
	@echo "Building the page"
	@$(NPM) run build -- --logLevel warn
	@$(NPM) run publish-page

# A real Prometheus reads a real server in tests/deploy. Where nobody may install it, those tests skip themselves.
$(VENV)/.prometheus: | $(VENV)/.dev
	@command -v promtool > /dev/null || echo "Installing Prometheus with apt-get"
	@command -v promtool > /dev/null || { \
	  if ((EUID == 0)); then as=(); else as=(sudo -n); fi; \
	  "$${as[@]}" apt-get update -qq && "$${as[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
	    apt-get install -y -qq --no-install-recommends prometheus; } > /dev/null 2>&1 \
	  || echo "Prometheus is not installed (apt-get install prometheus): its tests are skipped"
	@touch $@

clean: ## Remove .venv and every cache (never var/, which holds data)
	@rm -rf $(VENV) build dist src/leadline/web web/dist web/node_modules htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
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
