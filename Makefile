# Two commands matter: `make demo` and `make test`. Both set up what they need first.
PYTHON ?= python3
VENV := .venv/bin
# How many processes share the tests.
WORKERS ?= auto

.PHONY: help setup setup-dev demo serve test check format lint imports types migrations generated generated-check bench soak fix

help:
	@echo "make demo    set up, build the sample city and serve it on http://127.0.0.1:8000"
	@echo "make test    set up and run every test on a throw-away PostgreSQL"
	@echo "make check   format, lint, import contracts, types, migrations, tests, generated files"
	@echo "make serve | setup | bench | soak | generated | fix"

setup:
	@$(PYTHON) scripts/setup.py runtime

setup-dev:
	@$(PYTHON) scripts/setup.py dev

demo: setup
	@GONGXIN_MODE=demo $(VENV)/gongxin demo

serve: setup
	@$(VENV)/gongxin up
	@$(VENV)/gongxin serve

# The tests of a file share one process, and with it the city that the file builds.
test: setup-dev
	$(VENV)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: format lint imports types migrations test generated-check

format: setup-dev
	$(VENV)/ruff format --check .

lint: setup-dev
	$(VENV)/ruff check .

imports: setup-dev
	$(VENV)/lint-imports

types: setup-dev
	$(VENV)/mypy

migrations: setup-dev
	$(VENV)/python manage.py makemigrations --check --dry-run

generated: setup-dev
	$(VENV)/python scripts/generated.py

generated-check: generated
	git diff --exit-code -- docs/generated

bench: setup
	$(VENV)/gongxin bench

# Long random runs: kills, mutants, long machines.
soak: setup-dev
	$(VENV)/python -m pytest -m soak -n $(WORKERS)

fix: setup-dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .
