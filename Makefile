# make run, make test: the two commands. Needs Python 3.11 or newer, and nothing prepared.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: run test test-model bench bench-model fuzz mutants expected codes docs site page-tools screenshots lint format docs lock wheel-test clean help

VENV := .venv
BIN := $(VENV)/bin
MODEL_VENV := build/model-venv
PIP := $(BIN)/python -m pip --disable-pip-version-check install -q
COMPILE = $(BIN)/uv pip compile -q --universal --upgrade --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11
FIND_PYTHON = for p in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  [ -n "$$p" ] && command -v "$$p" >/dev/null 2>&1 \
	    && "$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    && { echo "$$p"; exit 0; }; \
	done; \
	echo "alltrace needs Python 3.11 or newer with its venv module (on Debian: python3-venv)" >&2; exit 1

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run ## build the bundled records, validate them, show the overview, write a page
	@$(BIN)/alltrace build --out build/alltrace.nq
	@echo
	@$(BIN)/alltrace conclusions
	@echo
	@$(BIN)/alltrace explore -o build/alltrace.html

test: lint ## every check and every test
	@$(BIN)/python -m pytest -n 2

test-model: $(VENV)/dev $(MODEL_VENV)/made ## the tests that ask a real language model (small, 250 MB, on this machine)
	@ALLTRACE_TEST_MODEL=$(MODEL_VENV)/bin/python $(BIN)/python -m pytest tests/ingest/model/test_real_model.py

lint: $(VENV)/dev ## ruff, mypy, one-way imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy tests --disable-error-code union-attr --disable-error-code func-returns-value
	@$(BIN)/lint-imports

format: $(VENV)/dev ## put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev ## every measurement: loading, traces, explorer, reading, drafting
	@$(BIN)/python -m benchmarks

bench-model: $(VENV)/dev ## score MODEL=URL#NAME beside the rules alone, on labelled documents (DOCUMENTS=folder)
	@$(BIN)/python -m benchmarks model "$(MODEL)" "$(or $(DOCUMENTS),../shared/bench/drafting/documents)"

fuzz: $(VENV)/dev ## throw bytes at what reads untrusted files, a minute each (needs atheris)
	@$(PIP) atheris
	@for target in readers references drafts; do PYTHONPATH=. $(BIN)/python tests/fuzz.py $$target 60; done

mutants: $(VENV)/dev ## break questions and rules on purpose and see which faults no test tells (needs cosmic-ray)
	@$(PIP) cosmic-ray
	@PYTHONPATH=tests $(BIN)/python tests/queries/mutate_questions.py
	@SAMPLE=$(or $(SAMPLE),0) PYTHONPATH=tests $(BIN)/python tests/mutate_python.py $(MODULES)

expected: $(VENV)/dev ## write the expected answers, triples and findings anew; read the diff
	@PYTHONPATH=tests $(BIN)/python tests/queries/expected_answers.py
	@$(BIN)/python tests/ingest/expected_triples.py
	@PYTHONPATH=tests $(BIN)/python tests/queries/audit/test_audit_rules.py

page-tools: ## fetch what checks the types and rules of the page's script (needs npm)
	@mkdir -p build/page-tools && cp tests/graph_viz/page/package.json build/page-tools
	@npm install --prefix build/page-tools --silent --no-audit --no-fund --no-package-lock

screenshots: $(VENV)/dev ## take the pictures of docs/explorer.md anew
	@$(BIN)/python docs/screenshots.py

codes: $(VENV)/run ## write the vocabularies' outside codes as Turtle, from their table
	@mkdir -p build && $(BIN)/python -m ontology.codes > build/codes.ttl && mv build/codes.ttl ontology/vocabulary/codes.ttl

docs: $(VENV)/run ## write the pages that are made from other files
	@$(BIN)/python -m queries.library_page > docs/questions.md
	@$(BIN)/python -m ontology.settings > docs/settings.md
	@$(BIN)/python -m ontology.page > docs/ontology.md
	@$(BIN)/python -m ontology.jsonld > ontology/context.jsonld
	@$(BIN)/python -m ontology.codes_page > docs/codes.md
	@$(BIN)/python -m ontology.long_table_page > docs/long-table.md
	@$(BIN)/python docs/rules_list.py > docs/rules/README.md

site: $(VENV)/run ## write the files that the addresses under w3id.org lead to, to build/site
	@mkdir -p build/site/data
	@$(BIN)/python -m graph_viz.site build/site
	@for form in nq trig ttl jsonld; do $(BIN)/alltrace build --out build/site/data/alltrace.$$form >/dev/null; done
	@$(BIN)/alltrace explore -o build/site/explorer.html

wheel-test: $(VENV)/dev ## build the wheel, install it alone, run the tests against it from elsewhere
	@sh tests/wheel.sh "$(CURDIR)" "$(BIN)/python"

lock: $(VENV)/dev ## choose versions anew and write the lock files
	@$(PIP) uv
	@for part in build dev; do \
	  $(COMPILE) pyproject.toml --group $$part -o requirements-$$part.lock; \
	done
	@$(COMPILE) --group model -o requirements-model.lock

clean: ## remove what was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/made:
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv $(VENV) && touch $@

$(VENV)/run: $(VENV)/made requirements-build.lock pyproject.toml
	@echo "Setting up $(VENV) …"
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q ontology ingest queries graph_viz alltrace
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@echo "Adding what the tests need …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(MODEL_VENV)/made: requirements-model.lock
	@echo "Setting up $(MODEL_VENV) …"
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv $(MODEL_VENV)
	@$(MODEL_VENV)/bin/python -m pip --disable-pip-version-check install -q --require-hashes -r requirements-model.lock
	@touch $@
