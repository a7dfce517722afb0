# The habits of this project as commands; `make` alone lists them.
SHELL := /bin/sh
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-package gurobipy --no-header --no-annotate
CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
LANGUAGES := lv ru
WORKERS ?= auto
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo run test faces torture lint format bench screens pictures weigh constraints translations catalogues clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-22s%s\n", $$1, $$2 }'

demo: export TALKA_ENV = demo
demo: $(VENV)/.runtime catalogues ## The demo city on http://127.0.0.1:5000 (PORT=8000 for another port)
	@$(FLASK) db upgrade
	@$(FLASK) demo
	@PORT=$(PORT) $(FLASK) serve

run: export TALKA_ENV ?= development
run: $(VENV)/.runtime catalogues ## An empty city on the same address; `flask user create` makes the first administrator
	@$(FLASK) db upgrade
	@PORT=$(PORT) $(FLASK) serve

test: $(VENV)/.dev catalogues ## All tests but faces and torture (ARGS="tests/voting -k receipt" for some)
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses=8 --dist=worksteal $(ARGS)

faces: $(VENV)/.dev catalogues ## Every page as everybody sees it, in a real Chromium: no barriers, nothing cut off, nothing heavy
	@$(BIN)/python -m pytest -m faces tests/browser -n $(WORKERS) --maxprocesses=8 --dist=worksteal $(ARGS)
	@$(BIN)/python -m pytest -m faces tests/faces -n $(WORKERS) --maxprocesses=8 --dist=worksteal $(ARGS)

torture: $(VENV)/.dev catalogues ## Kill servers and crowd forms, look for a lost or doubled vote, and send every form what nobody should
	@$(BIN)/python -m pytest -m torture $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy, djlint, import contracts
	@status=0; for check in "ruff check ." "ruff format --check ." mypy "djlint app/templates --lint --quiet" "lint-imports --no-logo"; do \
		echo "== $$check"; $(BIN)/$$check || status=1; \
	done; exit $$status

format: $(VENV)/.dev ## Let ruff put the code in order
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.dev catalogues ## Repeatable measurements, one script after the other
	@for script in $$(grep -l '__main__' benchmarks/*.py); do [ -e $$script ] || continue; echo "== $$script"; PYTHONPATH=. $(BIN)/python $$script $(ARGS) || exit 1; done

screens: $(VENV)/.dev catalogues ## Pictures of all pages for all roles in screens/index.html (ARGS="--roles mentor --languages lv" for some)
	@$(BIN)/python -m tests.faces.screens $(ARGS)

pictures: $(VENV)/.dev catalogues ## The pictures of the README, taken anew
	@$(BIN)/python -m tests.faces.pictures

weigh: $(VENV)/.dev catalogues ## Bytes and requests of the nine most important pages, into docs/light.md
	@$(BIN)/python -m tests.faces.weigh

constraints: $(VENV)/.python ## Pin the newest allowed release of every library, with hashes
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet uv
	@$(UV_COMPILE) --upgrade pyproject.toml -o constraints.txt
	@$(UV_COMPILE) --upgrade -c constraints.txt --extra dev --extra oracle pyproject.toml -o constraints-dev.txt

translations: $(VENV)/.dev ## Collect the sentences of code and templates into the catalogues, then compile them
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 \
		--add-location=file --sort-by-file --no-wrap -c NOTE: --project=Talka --version=1 \
		--header-comment="# PROJECT" --last-translator=Talka --msgid-bugs-address=Talka -o build/messages.pot .
	@for language in $(LANGUAGES); do \
		if [ -f app/translations/$$language/LC_MESSAGES/messages.po ]; then command="update --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete"; else command=init; fi; \
		$(BIN)/pybabel --quiet $$command --no-wrap -i build/messages.pot -d app/translations -l $$language || exit 1; \
	done
	@$(MAKE) --no-print-directory catalogues
	@for language in $(LANGUAGES); do \
		$(BIN)/pybabel compile --statistics -o /dev/null -l $$language -i app/translations/$$language/LC_MESSAGES/messages.po; \
	done

catalogues: $(CATALOGUES:.po=.mo)

%.mo: %.po | $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile -i $< -o $@

clean: ## Remove what tools left behind; .venv and instance/ stay
	@rm -rf build screens .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(CATALOGUES:.po=.mo)
	@find app tests benchmarks migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/.python:
	@python=$$(for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$name && break; done); \
	if [ -z "$$python" ]; then echo "Talka needs Python 3.11 or newer; none was found (PYTHON=/path/to/python names one)." >&2; exit 1; fi; \
	echo "Creating $(VENV) with $$($$python --version)"; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu the package python3-venv is missing." >&2; exit 1; }
	@touch $@

$(VENV)/.runtime: constraints.txt | $(VENV)/.python
	@echo "Installing Talka's libraries (about a minute, the first time only)"
	@$(PIP) -r constraints.txt
	@touch $@

$(VENV)/.dev: constraints-dev.txt | $(VENV)/.python
	@echo "Installing the libraries of the tests (a minute or two, the first time only)"
	@rm -f $(VENV)/.failed
	@{ $(PIP) -r constraints-dev.txt || touch $(VENV)/.failed; } | grep -v "^Requirement already satisfied" || true
	@test ! -e $(VENV)/.failed
	@touch $@ $(VENV)/.runtime
