# make            what there is
# make demo       the main job on corpora/demo/, from nothing
# make test       lint, types, tests, from nothing
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := .venv/bin/python -m pip install --quiet --no-deps --disable-pip-version-check
READY := .venv/.ready
TRAIN_READY := .venv/.ready-train
export HF_HUB_OFFLINE := 1
export HF_DATASETS_OFFLINE := 1

.PHONY: help setup demo test lint type format corpus train train-ner eval bench

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: $(READY) ## .venv with everything pinned in requirements.lock, and the script .venv/bin/labclaims

$(READY): requirements.lock requirements-cpu.lock requirements-cuda.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --require-hashes -r requirements-cpu.lock 2>/dev/null || { \
	  echo "no CPU build of torch can be had here: taking the index's, with its CUDA libraries (3 GB)"; \
	  $(PIP) --require-hashes -r requirements-cuda.lock; }
	$(PIP) --no-build-isolation -e .
	touch $@

$(TRAIN_READY): $(READY) requirements-train.lock
	$(PIP) --require-hashes -r requirements-train.lock
	touch $@

demo: $(READY) ## claims of the articles in corpora/demo/, as a table
	$(BIN)/labclaims run corpora/demo -o out/demo --recompute
	$(BIN)/labclaims validate out/demo
	$(BIN)/python -m pipeline.cli.table out/demo

test: lint type ## ruff, mypy --strict, pytest
	$(BIN)/python -m pytest

lint: $(READY) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(READY) ## mypy --strict
	$(BIN)/mypy

format: $(READY) ## ruff: put the format right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

corpus: $(READY) ## check the annotated articles, write corpora/{train,dev,gold}/articles.jsonl
	$(BIN)/python -m pipeline.model.splits

train: $(TRAIN_READY) corpus ## the claim model of models/claims
	$(BIN)/labclaims train --config configs/train.toml -o models/claims

train-ner: $(TRAIN_READY) corpus ## the NER pipeline of models/ner
	$(BIN)/python -m pipeline.model.ner models/ner

eval: $(READY) ## the figures of the shipped models on corpora/gold
	$(BIN)/labclaims evaluate corpora/gold/articles.jsonl

bench: $(READY) ## articles/s and where the time goes, on the corpus's own articles
	$(BIN)/python benchmarks/throughput.py

