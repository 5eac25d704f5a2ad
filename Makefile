# Plain make, nothing to install first but Python 3.11+. `make` alone prints what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
P ?=
TESTS := $(if $(P),kohtaamo/$(P),)
DEMO_DATA ?= data/demo
HOST ?= 127.0.0.1
PORT ?= 8000
export PYTHONWARNINGS ?= default
# Where it is set, each of the many processes of a test run would compile a thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test e2e engines simulate bench check fix words schema assets lock clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	KOHTAAMO_SKIP_ASSETS=1 PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

setup: $(VENV)/.installed assets ## The environment, the front end and the translations

assets: $(VENV)/.installed ## Build styles, scripts and translations (no Node of yours is needed)
	$(BIN)/python hatch_build.py

demo: setup ## Run the product with the living demo organisation, Satama
	$(BIN)/kohtaamo up --demo --data $(DEMO_DATA) --host $(HOST) --port $(PORT)

test: setup ## The tests: no browser, no database server (P=feedback narrows)
	$(BIN)/pytest -q -n auto $(TESTS) -m "not browser and not processes and not engines"

e2e: setup ## The stories told by a real browser and real server processes (needs Debian's chromium)
	$(BIN)/pytest -q -n 2 --dist loadfile tests -m "browser or processes"

engines: setup ## The same questions on ClickHouse and Spark Connect (fetches both, 600 MB)
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-engines.txt
	timeout 600 $(BIN)/pytest -q tests/engines -m engines

simulate: setup ## Try the statistics on made-up data whose truth is known; writes docs/simulations.md
	KOHTAAMO_SIMULATION=full $(BIN)/python -m tests.simulations.report

check: setup ## Format, lint, types, import contracts, translations, migrations, sizes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy kohtaamo tests tools
	$(BIN)/python tools/words.py
	$(BIN)/python tools/glossary.py --check
	$(BIN)/python tools/shape.py
	$(BIN)/python tools/licences.py
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m django makemigrations --check --dry-run

bench: setup ## Measure the product beside its limits and peers, on made-up data (BENCH="mix map --facts 100000")
	$(BIN)/kohtaamo bench $(BENCH)

fix: setup ## Format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: setup ## Gather new sentences into the catalogues, say what is not translated, compile
	-$(BIN)/python tools/words.py --write
	$(BIN)/python tools/words.py --compile

schema: setup ## Write docs/questionnaire.schema.json anew
	$(BIN)/python tools/questionnaire_schema.py

lock: ## Resolve the requirements anew, hashed and without an address
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip compile pyproject.toml --extra postgres --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.txt -o requirements.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip compile requirements-engines.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.txt -o requirements-engines.txt

clean: ## Remove what was built (your data stays)
	rm -rf $(VENV) node_modules kohtaamo/web/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
