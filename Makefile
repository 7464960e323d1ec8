# Prilavok: two commands do everything on a fresh machine: `make run`, `make test`.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/ready
SYSTEM_RUN := packaging/system-run.txt
SYSTEM_TEST := packaging/system-test.txt

.PHONY: setup run test bench storm torture lint

setup: $(READY)

$(READY): requirements.lock packaging/environment.sh $(SYSTEM_RUN)
	bash packaging/system.sh $(SYSTEM_RUN)
	bash packaging/environment.sh $(VENV)
	touch $@

run: $(READY)
	$(PY) -m pos run --demo

test: $(READY)
	bash packaging/system.sh $(SYSTEM_TEST)
	$(PY) -m pytest -n 2

bench: $(READY)
	bash packaging/system.sh $(SYSTEM_TEST)
	$(PY) -m tests.bench

# The link under faults: N storms from SEED, which is printed; exit 1 on one disagreement.
storm: $(READY)
	bash packaging/system.sh $(SYSTEM_TEST)
	$(PY) -m tests.storm $(if $(N),--runs $(N)) $(if $(SEED),--seed $(SEED))

# The till under faults: N random days from SEED, which is printed; exit 1 on one disagreement.
torture: $(READY)
	bash packaging/system.sh $(SYSTEM_TEST)
	$(PY) -m tests.torture $(if $(N),--days $(N)) $(if $(SEED),--seed $(SEED))

lint: $(READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
