# Everything starts from Python 3 and make; the rest is fetched into this checkout by tools/.
PYTHON ?= python3

.PHONY: run test check bench setup

run: ## set up what is missing, then start everything
	@exec $(PYTHON) -m tools run

test: ## set up what is missing, then run every check and every test
	@exec $(PYTHON) -m tools test

check: ## lint, types and import contracts only
	@exec $(PYTHON) -m tools check

bench: ## measure, print the table, write bench/results.json
	@exec $(PYTHON) -m tools bench

setup: ## only set up
	@exec $(PYTHON) -m tools setup
