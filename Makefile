# Needs Python 3.11 or newer with its venv module, and make. Everything else is put into .venv and .venv-dev.
PYTHON     ?= python3
SPHINXOPTS ?=
TESTOPTS   ?= -n auto -m "not slow"

BUILD   = _build
VENV    = .venv
DEV     = .venv-dev
STRICT  = --nitpicky --fail-on-warning --keep-going
SPHINX  = $(VENV)/bin/python -m sphinx $(STRICT) -j auto -d $(BUILD)/doctrees $(SPHINXOPTS)
FORMATS = dirhtml singlehtml epub latex texinfo text man xml gettext

.PHONY: help
help: ## Print this list
	@sed -n 's/^\([a-z]*\):.*## /make \1            /; s/^\(make .\{10\}\) */\1/p' Makefile

.PHONY: html
html: $(VENV)/.installed ## Build the book and say where it is
	@$(SPHINX) -b html . $(BUILD)/html
	@echo "The book: $(CURDIR)/$(BUILD)/html/index.html"

.PHONY: check
check: $(VENV)/.installed ## Say what is wrong with the pages, in a second (ARGS=--fix mends)
	@PYTHONPATH=_ext $(VENV)/bin/python -m session_notes check $(ARGS)

.PHONY: mistakes
mistakes: $(DEV)/.installed ## Write the guide's page on mistakes anew
	@PYTHONPATH=_ext:tests $(DEV)/bin/python -m mistakes

# gettext keeps doctrees of its own: Sphinx refuses to share them between it and the other builders.
.PHONY: formats
formats: $(VENV)/.installed ## Build the book in every other format
	@failed=; for format in $(FORMATS); do \
	  echo "== $$format"; \
	  doctrees=; test $$format != gettext || doctrees="-d $(BUILD)/doctrees-gettext"; \
	  $(SPHINX) -q $$doctrees -b $$format . $(BUILD)/$$format || failed="$$failed $$format"; \
	done; \
	test -z "$$failed" || { echo "Failed:$$failed" >&2; exit 1; }

.PHONY: test
test: $(DEV)/.installed ## Run the tests (TESTOPTS= runs the slow ones, too)
	@$(DEV)/bin/python -m pytest $(TESTOPTS)

PYTHONS ?= python3.11 python3.12 python3.13
.PHONY: matrix
matrix: ## Run the quick tests on every Python there is, and with the oldest Sphinx
	@failed=; \
	try() { \
	  echo "== $$1"; env=$(BUILD)/matrix/$$1; python=$$2; shift 2; \
	  $$python -m venv $$env && $$env/bin/python -m pip install -q --disable-pip-version-check "$$@" && \
	    $$env/bin/python -m pytest -q -n auto -m "not slow" || failed="$$failed $$env"; \
	}; \
	for python in $(PYTHONS); do \
	  if $$python -c '' 2>/dev/null; then try $$python $$python -r requirements-dev.txt; \
	  else echo "== $$python is not here"; fi; \
	done; \
	try oldest $(PYTHON) -c requirements-oldest.txt -r requirements.in pytest pytest-xdist hypothesis; \
	test -z "$$failed" || { echo "Failed:$$failed" >&2; exit 1; }

.PHONY: lint
lint: $(DEV)/.installed ## Check style and types; change nothing
	@$(DEV)/bin/ruff check
	@$(DEV)/bin/ruff format --check
	@$(DEV)/bin/mypy

.PHONY: format
format: $(DEV)/.installed ## Let ruff format the Python code and mend what it can
	@$(DEV)/bin/ruff check --fix
	@$(DEV)/bin/ruff format

.PHONY: lock
lock: ## Renew requirements.txt and requirements-dev.txt from the .in files
	@$(CHECK_PYTHON)
	@$(PYTHON) -m venv --clear $(BUILD)/lock && $(BUILD)/lock/bin/python -m pip install -q uv
	@for name in requirements requirements-dev; do \
	  $(BUILD)/lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt || exit; \
	done

.PHONY: clean
clean: ## Remove what was built
	rm -rf $(BUILD) .mypy_cache .pytest_cache .ruff_cache .hypothesis

.PHONY: distclean
distclean: clean ## Remove the environments, too (after a change of Python)
	rm -rf $(VENV) $(DEV)

CHECK_PYTHON = \
  command -v "$(PYTHON)" >/dev/null || \
    { echo "'$(PYTHON)' was not found: name a Python, 3.11 or newer, as in 'make html PYTHON=python3.12'." >&2; exit 1; }; \
  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
    { echo "'$(PYTHON)' is too old: Python 3.11 or newer is needed, as in 'make html PYTHON=python3.12'." >&2; exit 1; }; \
  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
    { echo "'$(PYTHON)' has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }

# The stamp comes last, so that an interrupted installation starts afresh; so does one whose Python has gone.
$(VENV)/.installed: requirements.txt
$(DEV)/.installed: requirements-dev.txt
$(foreach env,$(VENV) $(DEV),$(if $(wildcard $(env)/bin/python),,$(env)/.installed)): .FORCE
$(VENV)/.installed $(DEV)/.installed:
	@$(CHECK_PYTHON)
	@echo "Installing $(filter %.txt,$^) into $(@D) ..."
	@"$(PYTHON)" -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install -q --disable-pip-version-check -r $(filter %.txt,$^)
	@touch $@

.PHONY: .FORCE
.FORCE:
