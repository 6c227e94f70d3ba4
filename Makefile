# What a person runs here. `make` alone lists it. Nothing below needs root or installs system packages.

.DEFAULT_GOAL := help
.PHONY: help venv run test browser pictures lint format bench texts lock

PYTHON := .venv/bin/python
# PostgreSQL and Redis need their drivers; the embedded default does not.
RUNTIME := $(if $(DATABASE_URL)$(REDIS_URL),production,base)
# More arguments for pytest, bench or the lock: make test ARGS="-k calendar"
ARGS ?=
WORKERS ?= auto
# Each has a Chromium and a portal of its own.
WALKERS ?= 2
WALK = PORTAL_NEED_BROWSER=1 $(PYTHON) -m pytest portal/tests/browser -m browser -n $(WALKERS) --dist loadgroup $(ARGS)
CODE := portal policies enterprises talent

help:
	@echo "make run      start the portal on http://127.0.0.1:8000 (PORT=8001 make run: another port)"
	@echo "make test     the test suite, all but the browser tests (DATABASE_URL and REDIS_URL: on PostgreSQL and Redis)"
	@echo "make browser  only the tests that walk the portal in a real browser"
	@echo "make pictures make the README's pictures with the browser test"
	@echo "make lint     ruff, djlint, import-linter, bandit"
	@echo "make format   put code into ruff's format"
	@echo "make bench    measure speed against a bare Django view, and write a table"
	@echo "make texts    collect the interface texts into locale/ and compile them"
	@echo "make lock     resolve requirements/*.in anew (ARGS=--upgrade: to the newest versions)"

venv:
	@if ! $(PYTHON) -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  for name in python3.13 python3.12 python3.11 python3; do \
	    if $$name -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      found=$$name; break; \
	    fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Python 3.11 or newer is needed, and none was found. Install it and run this again." >&2; exit 1; \
	  fi; \
	  echo "Making the virtual environment .venv with $$($$found --version) …"; \
	  rm -rf .venv; \
	  $$found -m venv .venv || { rm -rf .venv; \
	    echo "This Python can't make virtual environments: install its venv module (Debian: python3-venv)." >&2; \
	    exit 1; }; \
	fi

# $(call install,NAME): requirements/NAME.txt, unless the very same file was installed before.
define install
@state=$$(cksum < requirements/$(1).txt); \
if [ "$$(cat .venv/installed-$(1) 2>/dev/null)" != "$$state" ]; then \
  echo "Installing requirements/$(1).txt, checked by hash (the first time up to a minute) …"; \
  $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/$(1).txt \
    && echo "$$state" > .venv/installed-$(1); \
fi
endef

run: venv
	$(call install,$(RUNTIME))
	@$(PYTHON) manage.py prepare
	@exec $(PYTHON) manage.py start

test: venv
	$(call install,dev)
	@$(PYTHON) manage.py texts
	@echo "Database: $(if $(DATABASE_URL),$(firstword $(subst :, ,$(DATABASE_URL))),SQLite); broker and cache: $(if $(REDIS_URL),Redis,embedded)"
	@$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

browser: venv
	$(call install,dev)
	@$(PYTHON) manage.py texts
	@$(WALK)

# The pictures of the README: four of those that the browser test takes on its way.
pictures: venv
	$(call install,dev)
	@mkdir -p var/pictures docs/pictures
	@PORTAL_PICTURES=var/pictures $(WALK)
	@cp var/pictures/home-zh-hans-desktop.png docs/pictures/home.png
	@cp var/pictures/check-en-desktop.png docs/pictures/check.png
	@cp var/pictures/queue-district-zh-hans-desktop.png docs/pictures/queue.png
	@cp var/pictures/case-correction-zh-hans-phone.png docs/pictures/case.png

lint: venv
	$(call install,dev)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --quiet --lint templates
	.venv/bin/lint-imports
	.venv/bin/bandit --quiet -c pyproject.toml -ll --recursive --exclude '*/tests/*' $(CODE)

format: venv
	$(call install,dev)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: venv
	$(call install,dev)
	@$(PYTHON) manage.py texts
	@$(PYTHON) -m bench $(ARGS)

texts: venv
	$(call install,$(RUNTIME))
	@$(PYTHON) manage.py texts --update

# Each file keeps to the versions of the one it builds on. No index address gets into a file.
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
lock: venv
	$(call install,dev)
	$(LOCK) $(ARGS) requirements/base.in -o requirements/base.txt
	$(LOCK) $(ARGS) requirements/production.in -c requirements/base.txt -o requirements/production.txt
	$(LOCK) $(ARGS) requirements/dev.in -c requirements/production.txt -o requirements/dev.txt
