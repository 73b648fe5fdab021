# The two commands a fresh machine needs: `make demo` and `make test`. Everything lives in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# `no`: the tests run on plain Python even where a C compiler is at hand.
COMPILE ?= yes
COMPILED := $(shell find src/noticeparse/facts src/noticeparse/link src/noticeparse/outline -name '*.py') \
	$(addprefix src/noticeparse/,collector.py entries.py making.py pipeline.py tables.py read/characters.py read/furniture.py read/text.py)
SAMPLE := corpora/samples/texts/a-county-agriculture-2021.html

.PHONY: help demo test check bench compiled plain wheel schemas docs site clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    install into .venv, parse a sample notice and print what was found"
	@echo "make test    install the test needs and run the whole suite"
	@echo "make check   ruff, mypy, schemas and docs in step, the site built strictly"
	@echo "make bench   speed beside the usual tools, as ratios measured in one run; then 20,000 notices in a batch"
	@echo "make compiled compile the stages with mypyc, beside their sources: a third faster; make plain takes it back"
	@echo "make wheel   build the wheel, install it in a clean environment and import it"
	@echo "make schemas write schemas/ anew from the models"
	@echo "make docs    write the generated pages of docs/ anew"
	@echo "make site    build the documentation site into site/"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -e ".[test]"
	@touch $@

# Where no C compiler is, or the compiler fails, plain Python does the same, slower.
$(VENV)/.compiled: $(VENV)/.installed $(COMPILED)
	@find src -name '*.so' -delete
	@if command -v cc >/dev/null; then \
		echo "compiling the stages (two minutes) ..."; \
		$(BIN)/python -m pip install --quiet -e ".[compile]" && \
		HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(BIN)/python -m hatchling build -t wheel -d $(VENV)/wheels >$(VENV)/compile.log 2>&1 \
		|| { find src -name '*.so' -delete; echo "not compiled: see $(VENV)/compile.log"; }; \
	else echo "not compiled: there is no C compiler (cc)"; fi
	@touch $@

$(VENV)/.linted: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet -e ".[test,lint,docs]"
	@touch $@

$(VENV)/.sited: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -e ".[docs]"
	@touch $@

$(VENV)/.benched: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet -e ".[test,ray]"
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/noticeparse parse $(SAMPLE)
	@$(BIN)/noticeparse check $(SAMPLE) || test $$? -eq 1

compiled: $(VENV)/.compiled

plain:
	find src -name '*.so' -delete
	rm -f $(VENV)/.compiled

test: $(VENV)/.tested $(if $(filter no,$(COMPILE)),plain,$(VENV)/.compiled)
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.linted
	$(BIN)/ruff check src tests corpora .ci
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto tests/test_schema.py tests/test_docs.py tests/test_site.py

bench: $(VENV)/.benched $(VENV)/.compiled
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench batch

schemas: $(VENV)/.installed
	$(BIN)/noticeparse schema notice > schemas/notice.schema.json
	$(BIN)/noticeparse schema finding > schemas/finding.schema.json
	$(BIN)/noticeparse schema comparison > schemas/comparison.schema.json

docs: $(VENV)/.installed
	$(BIN)/python -m noticeparse.docs_pages docs

site: $(VENV)/.sited
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

wheel: $(BIN)/python
	rm -rf dist $(VENV)/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m venv $(VENV)/wheel
	$(VENV)/wheel/bin/python -m pip install --quiet dist/*.whl
	cd $(VENV)/wheel && bin/python -c "import noticeparse; n = noticeparse.parse('一、组织整改'); print(noticeparse.__version__, len(n.parts))"
	cd $(VENV)/wheel && bin/noticeparse --version

clean:
	find src -name '*.so' -delete
	rm -rf $(VENV) dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
