# Two commands are all a newcomer needs: make demo, make test.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench check services services-down secrets up down logs compose-test programs pins clean desk dev

STAMPS := .stamps
# A file of tests stays in one process (tests/conftest.py says what else does); the short ones come last.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder
PYTHON_FILES := records ingest ocr archive retention_rules search_api accounts adapters web_ui app tests benchmarks deploy training

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

desk: $(STAMPS)/desk
dev: $(STAMPS)/dev

$(STAMPS)/desk: requirements/desk.txt deploy/python_packages.sh deploy/system_packages.sh
	deploy/system_packages.sh
	deploy/python_packages.sh desk
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.txt deploy/python_packages.sh deploy/system_packages.sh
	deploy/system_packages.sh --tests
	deploy/python_packages.sh dev
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/desk

demo: $(STAMPS)/desk ## Set up, make sample dossiers, take them in, search, report, verify
	deploy/demo.sh

check: $(STAMPS)/dev ## Style, types and the rules of import
	.venv/bin/ruff check $(PYTHON_FILES)
	.venv/bin/ruff format --check $(PYTHON_FILES)
	.venv/bin/mypy
	.venv/bin/lint-imports

test: programs ## Set up and run what must hold at every commit
	ES_FLAGS=-XX:TieredStopAtLevel=1 deploy/services/services.sh with .venv/bin/python -m pytest -m "not long" $(SIDE_BY_SIDE)

test-long: programs ## The long rounds: run before a release
	deploy/system_packages.sh --tests --long
	deploy/services/services.sh with .venv/bin/python -m pytest

# MinIO takes minutes to build the first time: style and types are looked at meanwhile.
programs: $(STAMPS)/dev
	@deploy/services/fetch.sh all & $(MAKE) --no-print-directory check; checked=$$?; wait; exit $$checked
	deploy/verapdf/fetch.sh

services: $(STAMPS)/dev ## Start the servers that tests speak to; prints the variables to set
	@deploy/services/services.sh up

services-down: ## End them
	@deploy/services/services.sh down

secrets: ## Make the passwords of docker-compose.yml, once, in secrets/
	deploy/secrets.sh

up: secrets ## Start the server profile with docker compose
	deploy/compose.sh up

down: ## End it; what it keeps stays
	deploy/compose.sh down

logs: ## Follow what it says
	deploy/compose.sh logs

compose-test: $(STAMPS)/dev ## Start it for real, take a batch in, measure, end it (an hour the first time)
	deploy/compose.sh test

bench: $(STAMPS)/dev ## Measure every promised figure; writes docs/figures.md
	deploy/system_packages.sh --tests --long
	deploy/services/services.sh with .venv/bin/python -m benchmarks.run_all

pins: ## Work out requirements/*.txt anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/desk.txt
	uv pip compile pyproject.toml --extra server --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/server.txt
	uv pip compile pyproject.toml --extra server --group dev --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/dev.txt

clean: ## Remove everything made here
	rm -rf .venv $(STAMPS) demo-data test-output
