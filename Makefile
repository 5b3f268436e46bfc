.PHONY: site test bench clean

site:
	python3 build.py

test:
	python3 build.py test

bench:
	python3 build.py bench

clean:
	rm -rf .venv site .site.* .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
