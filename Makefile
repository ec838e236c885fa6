# Every target is one or two tool calls; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check fmt lint type golden hostile bench release key figures docs pictures first-hour filters clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# The students who hand in 04_layers in the sample class, in the order of their names.
SAMPLE := $(sort $(filter-out %.json %.md,$(wildcard tests/submissions/04_layers/*)))
# What peers start as programs, in their own folder; the other files there `bench.py` imports.
STARTED := $(addprefix benchmarks/peers/,bare.py gradescope_tests.py test_exam.py)
# Where tests hold texts against tests/golden.
GOLDEN := tests/unit tests/certify tests/study tests/course/test_assignments.py tests/notebook/test_html.py

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.grading: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.grading
	$(PIP) --editable '.[author]' --group dev
	@touch $@

setup: $(VENV)/.developing  ## Install everything, torch included, into .venv

demo: $(VENV)/.grading  ## Grade the sample class (installs what grading needs, no torch)
	@echo "backmark grade 04_layers, on the $(words $(SAMPLE)) hand-ins in tests/submissions/04_layers"
	@$(BIN)/backmark grade 04_layers $(SAMPLE)

test: $(VENV)/.developing  ## Run the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

test-all: $(VENV)/.developing  ## Run every test, the slow ones too, and grade with each Python and NumPy
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/nox

check: lint type test  ## What must hold before a change lands

fmt: $(VENV)/.developing  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.developing  ## Check style, and that the stubs are what the reference says
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/backmark release --check

# Modules of different assignments share names, so each reference folder is checked by itself.
type: $(VENV)/.developing  ## Check types, strictly
	$(BIN)/mypy autograder
	MYPYPATH=tools $(BIN)/mypy tools/*.py
	MYPYPATH=tests/batch $(BIN)/mypy tests/unit/*.py
	MYPYPATH=benchmarks:tests/gradescope $(BIN)/mypy benchmarks/*.py
	MYPYPATH=benchmarks/peers $(BIN)/mypy $(STARTED)
	for folder in reference/*/; do MYPYPATH=$$folder $(BIN)/mypy $$folder*.py || exit 1; done

golden: $(VENV)/.developing  ## Rewrite the golden texts; read the diff afterwards
	$(BIN)/python -m pytest $(GOLDEN) -q --update-golden

hostile: $(VENV)/.developing  ## Run the attacks on the sandbox and print the table
	$(BIN)/python -m tests.hostile.driver --table

bench: $(VENV)/.developing  ## Measure Backmark and its peers side by side (twenty quiet minutes)
	$(BIN)/python benchmarks/bench.py -o build/bench.json
	$(BIN)/python benchmarks/report.py build/bench.json

filters: $(VENV)/.developing  ## Compile the system-call filters (needs libseccomp)
	$(BIN)/python tools/build_seccomp.py

release: $(VENV)/.developing  ## Derive the stubs in assignments/ from reference/
	$(BIN)/backmark release

figures: $(VENV)/.developing  ## Draw the handouts' figures from the reference
	$(BIN)/python tools/figures.py

docs: $(VENV)/.developing  ## Build the site of docs/ into build/site; a dead link is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

pictures: $(VENV)/.developing  ## Make the pictures in docs/img (needs Chromium)
	$(BIN)/python tools/screenshots.py

first-hour: $(VENV)/.developing  ## Run the guides' first hours from empty folders, and say how long each takes
	$(BIN)/python tools/first_hour.py

key: $(VENV)/.developing  ## Build the public answer keys (asks torch)
	for folder in assignments/*/; do $(BIN)/backmark key build $$folder || exit 1; done

clean:  ## Remove what was built
	rm -rf $(VENV) .nox .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
