# Everything starts here: `make` alone lists what there is. A fresh clone needs Python 3.11 and make, no more.
# The first target that needs it makes .venv from requirements.lock; it is made again when the lock changes.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
VENV := .venv
READY := $(VENV)/.ready
SEEDS ?= 300
FROM ?= 0
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check bench simulate audit check-security lock package fix pictures reference golden

help:
	@echo "make demo      a Slack on your desk with the bot in it; prints an address to open"
	@echo "make test      all tests"
	@echo "make check     lint, types and the floors of the house"
	@echo "make bench     the figures for speed, each beside its floor or peer; ONLY=rows some"
	@echo "make simulate  the ledger under crashes and a lying network: the next $(SEEDS) seeds; SEED=17 shows one"
	@echo "make check-security  what SECURITY.md names, in full; takes minutes"
	@echo "make audit     known holes in what we depend on: pip-audit over both locks"
	@echo "make lock      both lock files anew, from pyproject.toml; needs uv"
	@echo "make package   a wheel and an sdist in dist/: install it anywhere with pipx"
	@echo "make fix       mend and lay out what ruff can by itself"
	@echo "make pictures  the pictures of the docs, made from the running sandbox"
	@echo "make reference docs/reference.md anew, from the tables in the code"
	@echo "make golden    the transcripts of the golden stories, written anew: read what changed"

demo: $(READY)
	@$(RUN) -m sandbox

test: $(READY)
	@$(RUN) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: $(READY)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check --quiet . || { echo "make fix lays the code out"; exit 1; }
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

bench: $(READY)
	@$(RUN) -m benchmarks $(if $(ONLY),--only $(ONLY))

simulate: $(READY)
	@$(RUN) -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(SEEDS) --first $(FROM)) $(if $(WITHOUT),--without $(WITHOUT))

check-security: $(READY)
	@PILOTAGE_SECURITY=100 PILOTAGE_EXAMPLES=150 $(RUN) -m pytest -q --timeout 1200 tests/security \
		tests/blocks/test_notices.py tests/playbook/test_policy.py tests/playbook/test_sentence_properties.py

audit: $(READY)
	@$(RUN) .ci/audit.py

lock: $(READY)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --all-extras pyproject.toml -o requirements.lock
	@$(RUN) -m tests.house.run_lock

package: $(READY)
	@$(RUN) -c 'import hatchling.build as b; print(*("dist/" + made("dist") for made in (b.build_wheel, b.build_sdist)), sep="\n")'

fix: $(READY)
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format --quiet .

pictures: $(READY)
	@$(RUN) docs/pictures/make.py
	@$(RUN) docs/pictures/demo.py

reference: $(READY)
	@PYTHONPATH=. $(RUN) docs/pages/reference.py
	@PYTHONPATH=. $(RUN) docs/pages/rules.py

golden: $(READY)
	@$(RUN) -m pytest -q tests/stories/test_golden.py --golden $(if $(STORY),-k $(STORY))
	@git --no-pager diff --stat -- tests/stories/golden

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pilotage needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@echo "Setting up $(VENV) (once, and again when requirements.lock changes)"
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(READY)
