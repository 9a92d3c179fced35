# SPDX-License-Identifier: GPL-2.0-only
#
#   make demo         convert the mini kernel that comes with folioize, and show the result
#   make test         style, types, layers, and the fast tests
#   make test-slow    the tests of the screen, of faults, and others that take their time
#   make test-kernel  the tests that read and build a real kernel (folioize fetch 5.10 --git)
#   make fuzz         fuzz each target for SECONDS (60)
#   make clean        remove what these made, but not fetched kernels
#
# Needs python3 (3.11 or newer, with venv), gcc, make, git and perl. PYTHON=, VENV= and OUT=
# choose others. A second run finds everything installed and starts at once.

PYTHON ?= python3
VENV ?= .venv
OUT ?= out/demo
SECONDS ?= 60
PYTEST_ARGS ?=

bin := $(VENV)/bin
pip := $(bin)/python -m pip --quiet --disable-pip-version-check install

.PHONY: help demo test test-slow test-kernel fuzz lint clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^#   \(make .*\)/\1/p' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.installed
	@$(bin)/folioize demo --out $(OUT)

test: lint
	@$(bin)/python -m pytest -q -n auto --dist worksteal \
		-m "not kernel and not build and not slow" $(PYTEST_ARGS)

test-slow: $(VENV)/.installed-dev
	@$(bin)/python -m pytest -q -n auto --dist worksteal \
		-m "slow and not kernel and not build" $(PYTEST_ARGS)

test-kernel: $(VENV)/.installed-dev
	@$(bin)/python -m pytest -q -m "kernel or build" $(PYTEST_ARGS)

fuzz: $(VENV)/.installed-fuzz
	@$(bin)/python -m fuzz --seconds $(SECONDS)

lint: $(VENV)/.installed-dev
	@$(bin)/ruff check --quiet .
	@$(bin)/python -m mypy --no-error-summary
	@$(bin)/lint-imports > $(VENV)/lint-imports.txt || \
		{ cat $(VENV)/lint-imports.txt; false; }

$(bin)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo '$(PYTHON) is missing or older than 3.11: name another with PYTHON=' >&2; false; }
	@$(PYTHON) -c 'import venv, ensurepip' 2> /dev/null || \
		{ echo '$(PYTHON) cannot make virtual environments: as root, apt-get install' \
			'python3-venv' >&2; false; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(bin)/python
	@$(pip) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(bin)/python
	@$(pip) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	@$(pip) --editable '.[fuzz]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf .hypothesis .fuzz
	find folioize tests -name __pycache__ -prune -exec rm -rf {} +
