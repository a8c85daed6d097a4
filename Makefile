# `make search` and `make test` need nothing but make and Python >= 3.11: each sets itself up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= data
Q      ?= KI-Infrastruktur
export Q

.PHONY: search test lint unit thorough fuzz wheel bench clean

search: $(VENV)/installed
	@$(BIN)/archive search "$$Q"

test: lint unit wheel

lint: $(VENV)/developing
	$(BIN)/ruff format --check archive tests benchmarks
	$(BIN)/ruff check archive tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/developing
	$(BIN)/pytest -n auto

# Kills a run at every single write, changes every byte, where `unit` does so at some of them; kills 250 times more;
# searches from eight processes while 10,000 articles are added; tries other examples of every property each time.
thorough: $(VENV)/developing
	KILLS=all CROWD=all $(BIN)/pytest -n auto tests/test_crash.py tests/index/test_storage.py tests/index/test_damage.py \
		tests/index/test_crowd.py
	$(BIN)/pytest -n auto -m hypothesis --hypothesis-profile=roaming

# Damaged files for all readers; the same seed gives the same files.
SEED   ?= 1
fuzz: $(VENV)/developing
	$(BIN)/python -m tests.fuzz --seed $(SEED)

# What a user installs is the wheel, so the wheel is what is tried: in an empty environment, from an empty folder.
wheel: $(VENV)/developing
	PYTHON=$(PYTHON) sh tests/wheel.sh

bench: $(VENV)/developing
	@$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks $(DATA)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …" >&2
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1" # for --group; Python 3.11 brings an older one
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
