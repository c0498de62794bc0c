"""What is written is true: README, Makefile and help name the same things."""

import json
import re
import tomllib

import pytest
from jsonschema import Draft202012Validator
from typer.main import get_command

from pipeline import __version__
from pipeline.cli.main import app
from pipeline.schema import SCHEMAS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_helpful_and_in_the_readme(name: str) -> None:
    assert COMMANDS[name].help
    assert f"labclaims {name}" in README


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", README)) <= targets


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test" in README
    assert "make test" in (ROOT / ".ci/run").read_text()


def test_the_version_is_one() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_no_document_names_a_file_that_is_not_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").glob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_record_in_the_readme_is_a_claim_record() -> None:
    [block] = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    record = json.loads(block)
    assert list(Draft202012Validator(SCHEMAS["claims"]).iter_errors(record)) == []
    assert list(record) == list(SCHEMAS["claims"]["properties"])


def test_no_page_holds_a_line_that_was_to_be_filled_in() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").glob("*.md")]:
        assert not re.findall(r"^[A-Z]{4,}$", page.read_text(encoding="utf-8"), re.MULTILINE), page.name
