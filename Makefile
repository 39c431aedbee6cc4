# Needs python3 (3.11 or newer), git and make; the rest comes from uv.lock.
PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
BIND ?= 127.0.0.1:8000
WORKERS ?= 2
THREADS ?= 8
ARGS ?=
export PATH := $(or $(PATH),/usr/local/bin:/usr/bin:/bin)

BIN := .venv/bin
SENTENCES := tracker/translations/messages.pot
MERGE := --input-file $(SENTENCES) --output-dir tracker/translations --no-fuzzy-matching --no-wrap \
    --ignore-obsolete --ignore-pot-creation-date
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard tracker/translations/*/LC_MESSAGES/messages.po))

.PHONY: help run test sure check bench serve bare bootstrap catalogues runtime production extracted compiled
.NOTPARALLEL:

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: runtime compiled ## Run it here with demonstration data, at http://127.0.0.1:8000 (PORT=, DEMO=0)
	@DEMO=$(DEMO) BASE_URL=$(or $(BASE_URL),http://127.0.0.1:$(PORT)) exec $(BIN)/python serve_demo.py --port $(PORT)

test: bootstrap compiled ## Run every test (ARGS= goes to pytest; TEST_POSTGRES_URL= adds the run on PostgreSQL)
	@exec $(BIN)/python tests/run.py $(ARGS)

sure: check test ## Format, lint, types, imports, templates, catalogues, tests

check: bootstrap extracted ## All of `make sure` but the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pybabel --quiet update --check $(MERGE)

bench: bootstrap compiled ## Measure the pages (ARGS= goes to it)
	@exec $(BIN)/python -m bench $(ARGS)

serve: production compiled ## Serve for real, behind a reverse proxy (BIND=, WORKERS=, THREADS=; see README)
	@exec $(BIN)/gunicorn --preload --worker-class gthread --workers $(WORKERS) --threads $(THREADS) \
		--bind $(BIND) --no-control-socket wsgi:app

bare: ## Prove that the first two commands work on a bare Debian 12 (as root, needs debootstrap)
	@exec tests/house/bare_debian.sh

bootstrap: ## Build .venv from uv.lock, with what the tests and checks need
	@$(PYTHON) bootstrap.py --dev $(if $(TEST_POSTGRES_URL),--postgres)

catalogues: extracted ## Bring the translations in line with the sentences in the code
	$(BIN)/pybabel --quiet update $(MERGE)
	@$(MAKE) --no-print-directory compiled

extracted: bootstrap
	@mkdir -p tracker/translations
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword _l --add-comments Translators: \
		--add-location file --sort-by-file --no-wrap --project "Partnership Tracker" --output $(SENTENCES) .

compiled: $(CATALOGUES)

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

runtime:
	@$(PYTHON) bootstrap.py

production:
	@$(PYTHON) bootstrap.py --postgres
