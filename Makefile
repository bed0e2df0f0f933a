# Two commands are all a newcomer needs: make demo, make test.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench check pins clean desk dev

STAMPS := .stamps
PYTHON_FILES := records ingest ocr archive retention_rules search_api adapters web_ui app tests benchmarks

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

test: check ## Set up and run what must hold at every commit
	deploy/verapdf/fetch.sh
	.venv/bin/pytest -m "not long"

test-long: $(STAMPS)/dev ## The long rounds: run before a release
	deploy/verapdf/fetch.sh
	.venv/bin/pytest

bench: $(STAMPS)/dev ## Measure every promised figure; writes docs/figures.md
	.venv/bin/python -m benchmarks.run_all

pins: ## Work out requirements/*.txt anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/desk.txt
	uv pip compile pyproject.toml --extra server --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/server.txt
	uv pip compile pyproject.toml --extra server --group dev --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --custom-compile-command "make pins" --quiet -o requirements/dev.txt

clean: ## Remove everything made here
	rm -rf .venv $(STAMPS) demo-data test-output
