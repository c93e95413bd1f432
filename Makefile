# Two commands matter: `make demo` and `make test`.  Both need python3, make and the package indexes, nothing else.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test lint types format bench clean

UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --frozen --no-sync --quiet
WORKERS ?= auto

# A virtual environment of somebody else's must not be taken for ours.
unexport VIRTUAL_ENV
# A ministry's network may have a certificate authority of its own, which the machine knows.
export UV_SYSTEM_CERTS ?= 1

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: .venv/.synced ## build the demonstration, print the article's half-year, serve it on http://127.0.0.1:8000/
	@$(RUN) khuyencong demo

test: .venv/.synced-dev ## every check: style, types, import order, then all tests; the last line is pytest's
	@.ci/system-packages
	@$(MAKE) lint types
	@echo "— tests"
	@$(RUN) pytest -q -n $(WORKERS) --dist loadgroup --ignore tests/e2e
	@echo "— the served product in a browser"
	@$(RUN) pytest -q tests/e2e

lint: .venv/.synced-dev ## style of code and pages, and the order of imports
	@echo "— style"
	@$(RUN) ruff check --quiet --output-format concise .
	@$(RUN) ruff format --quiet --check .
	@$(RUN) djlint --quiet --lint khuyencong/faces/web/templates
	@echo "— import order"
	@$(RUN) lint-imports --no-logo > var/lint-imports.txt || { cat var/lint-imports.txt; exit 1; }

types: .venv/.synced-dev ## mypy --strict
	@echo "— types"
	@$(RUN) mypy --no-error-summary

format: .venv/.synced-dev ## write the code as `make lint` wants it
	@$(RUN) ruff check --quiet --fix .
	@$(RUN) ruff format .

bench: .venv/.synced-dev ## measure: each number beside its peer, in one run
	@$(RUN) python -m bench.report
	@$(RUN) python -m bench.projects

clean: ## remove what tests and tools left; data in var/postgres and var/files stay
	@rm -rf var/test var/e2e var/bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find khuyencong config tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Packages are only ever added here: tests and demonstration share one environment.
.venv/.synced: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --quiet --frozen --inexact --no-dev
	@mkdir -p var && touch $@

.venv/.synced-dev: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --quiet --frozen --inexact
	@mkdir -p var && touch .venv/.synced $@

.tools/bin/uv:
	@python3 -m venv .tools || { echo "python3 cannot make virtual environments: install its venv package (Debian: python3-venv)." >&2; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
