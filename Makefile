# `make search` and `make test` need nothing but make and Python >= 3.11: each sets itself up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
Q      ?= KI-Infrastruktur
DATA   ?= data

.PHONY: search test lint unit bench clean

search: $(VENV)/installed
	@$(BIN)/archive search $(Q)

test: lint unit

lint: $(VENV)/developing
	$(BIN)/ruff format --check archive tests benchmarks
	$(BIN)/ruff check archive tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/developing
	$(BIN)/pytest -n auto

bench: $(VENV)/developing
	$(BIN)/python -m benchmarks $(DATA)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …" >&2
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# --dependency-group needs a pip newer than the one Python 3.11 brings
$(VENV)/developing: $(VENV)/installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
