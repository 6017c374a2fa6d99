# The same without make: docs/running.md
PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
RUN := .venv/bin
export PORT

.PHONY: demo test setup check format lock ci screenshots benchmarks secrets clean

demo: ## the demo towns on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(PYTHON) scripts/hidane.py demo

test: ## every test this machine can run; what it cannot is skipped with the reason
	@$(PYTHON) scripts/hidane.py test $(ARGS)

setup: ## .venv with everything for working on the code
	@$(PYTHON) scripts/hidane.py setup

check: setup ## format, lint, contracts, container files, house tests
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/lint-imports
	$(RUN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(RUN)/hadolint Dockerfile
	$(RUN)/python manage.py check --fail-level WARNING
	$(RUN)/python manage.py makemigrations --check --dry-run
	$(RUN)/python manage.py catalogue --check
	$(RUN)/python -m pytest -q tests/test_house_style.py tests/test_templates.py tests/test_floor_plan.py tests/test_words.py \
		tests/test_lock_file.py tests/test_catalogue.py tests/test_containers.py

format: setup ## put the code in order
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

lock: setup ## requirements.lock anew from pyproject.toml
	$(RUN)/python -m pip install --quiet uv
	$(RUN)/uv pip compile --quiet --upgrade --universal --all-extras --no-header --no-annotate \
		--python-version 3.11 pyproject.toml --output-file requirements.lock

ci: ## what the CI machine runs (installs services: meant for a throw-away machine)
	@.ci/run

screenshots: setup ## the pictures of the README, from the demo
	$(RUN)/python scripts/screenshots.py

benchmarks: setup ## the ratios of docs/scaling.md
	$(RUN)/python -m benchmarks $(ARGS)

secrets: ## fresh passwords for docker compose, in secrets/
	@sh scripts/secrets.sh

clean: ## forget caches and the demo's database, keep .venv
	rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis staticfiles tmp build db.sqlite3*
