# Throughline: `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PINS = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help run test bench lint docs shots pins clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/.runtime ## open the app on the full sample shop (made once, about a minute)
	$(BIN)/python scripts/sample.py
	$(BIN)/throughline serve

test: $(VENV)/.develop ## all tests, the browser ones included
	sh scripts/chromium.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.develop ## style, types and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.develop ## full forms of slow suites, and timings as ratios
	THROUGHLINE_EXAMPLES=200 $(BIN)/python -m pytest tests/property -n 2
	$(BIN)/throughline bench

docs: $(VENV)/.runtime ## write the parts of the documents that the code knows better
	$(BIN)/python -m scripts.docs

shots: $(VENV)/.develop ## every page in light, dark and phone width, into shots/
	sh scripts/chromium.sh
	$(BIN)/python scripts/sample.py
	$(BIN)/python scripts/shots.py

pins: $(VENV)/.develop ## resolve the pinned requirements anew
	$(BIN)/uv pip compile $(PINS) requirements.in -o requirements.txt
	$(BIN)/uv pip compile $(PINS) requirements-dev.in -o requirements-dev.txt

clean: ## remove the environment and what tools left behind
	rm -rf $(VENV) shots .pytest_cache .hypothesis .mypy_cache .ruff_cache

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(not (3, 11) <= v < (3, 14))' \
	  || { echo "Throughline needs Python 3.11 to 3.13. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.develop: requirements-dev.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
