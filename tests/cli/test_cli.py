"""The command line as a person types it: messages, streams and exit codes, in processes of their own."""

import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

GOOD = "OpenAI's board fired Sam Altman on 17 November 2023 and reinstated him five days later."
PAGE = (
    f"<html><head><title>T</title></head><body><article><p>{GOOD}</p><p>It gave no reason.</p></article></body></html>"
)


def labclaims(*arguments: str | Path, stdin: str | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd, timeout=240, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over bad inputs of every kind with good articles beside them."""
    folder = tmp_path_factory.mktemp("cli")
    news = folder / "news"
    news.mkdir()
    (news / "good.txt").write_text(GOOD)
    (news / "good.md").write_text(f"# Board fires chief\n\n{GOOD}\n")
    (news / "good.html").write_text(PAGE)
    (news / "empty.txt").write_text("")
    (news / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (news / "latin.txt").write_bytes("Zoë left the café.".encode("latin-1"))
    (news / "picture.png").write_bytes(b"\x89PNG")
    (news / "cut.txt.gz").write_bytes(gzip.compress(GOOD.encode() * 50)[:-12])
    rows = ['{"text": "no end', json.dumps({"id": "r2", "text": GOOD}), '{"title": "no text"}', "[1]", '{"text": NaN}']
    (news / "rows.jsonl").write_text("\n".join(rows))
    (news / "rows2.jsonl.gz").write_bytes(gzip.compress((json.dumps({"id": "r3", "text": GOOD}) + "\n").encode()))
    result = labclaims("run", news, "-o", folder / "out", "--set", "claims.emit=all")
    assert result.returncode == 0, result.stderr
    (folder / "stderr").write_text(result.stderr)
    return folder / "out"


def test_bad_input_is_named_and_loses_no_good_article(finished: Path) -> None:
    records = [json.loads(line) for line in (finished / "articles-00000.jsonl").read_text().splitlines()]
    assert {Path(record["where"]["file"]).name for record in records} == {
        "good.txt", "good.md", "good.html", "rows.jsonl", "rows2.jsonl.gz",
    }  # fmt: skip
    rejects = [json.loads(line) for line in (finished / "rejects-00000.jsonl").read_text().splitlines()]
    found = {(Path(r["where"]["file"]).name, r["where"]["row"]): r["reason"] for r in rejects}
    assert found == {
        ("empty.txt", None): "empty",
        ("binary.txt", None): "binary",
        ("latin.txt", None): "encoding",
        ("picture.png", None): "unknown_format",
        ("cut.txt.gz", None): "damaged_gzip",
        ("rows.jsonl", 1): "invalid_json",
        ("rows.jsonl", 3): "no_text",
        ("rows.jsonl", 4): "invalid_json",
        ("rows.jsonl", 5): "invalid_json",
    }


def test_standard_error_names_the_rejects_and_the_counts(finished: Path) -> None:
    said = (finished.parent / "stderr").read_text()
    assert "14 inputs = 5 articles + 9 rejects" in said
    assert "rows.jsonl:3: no_text" in said
    assert "input.encoding=cp1252" in said
    assert "\x1b" not in said


def test_validate_and_stats_of_a_run(finished: Path) -> None:
    assert labclaims("validate", finished).returncode == 0
    found = json.loads(labclaims("stats", finished, "--json").stdout)
    assert found["counts"]["articles"] == 5
    assert found["counts"]["dropped"]["invalid_json"] == 3


def test_the_same_command_again_is_a_no_op_that_says_so(finished: Path) -> None:
    result = labclaims("run", finished.parent / "news", "-o", finished, "--set", "claims.emit=all")
    assert "1 shards were already done" in result.stderr


def test_another_configuration_exits_2_and_recompute_redoes_it(finished: Path) -> None:
    news = finished.parent / "news"
    result = labclaims("run", news, "-o", finished)
    assert (
        result.returncode,
        "claims.emit is 'all' there, 'topical' here" in result.stderr,
        "--recompute" in result.stderr,
    ) == (2, True, True)
    assert labclaims("run", news, "-o", finished, "--set", "claims.emit=all", "--recompute").returncode == 0


def test_jsonl_on_standard_input(tmp_path: Path) -> None:
    row = json.dumps({"id": "s1", "text": GOOD, "published": "2023-11-17", "desk": "tech"})
    result = labclaims("run", "-", "-o", tmp_path / "out", stdin=row + "\n")
    assert result.returncode == 0, result.stderr
    [article] = [json.loads(line) for line in (tmp_path / "out/articles-00000.jsonl").read_text().splitlines()]
    assert (article["id"], article["published_from"], article["extra"]) == ("s1", "given", {"desk": "tech"})
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "nowhere.txt", "-o", "OUT"], 3, "nowhere.txt does not exist"),
        (["run", "EMPTY", "-o", "OUT"], 3, "holds no file"),
        (["run", "-o", "OUT"], 2, "Missing argument"),
        (["run", "README.md", "-o", "OUT", "--set", "claims.emitt=all"], 2, "Did you mean claims.emit?"),
        (["run", "README.md", "-o", "OUT", "--set", "claims.emit=some"], 2, "topical, all"),
        (["run", "README.md", "-o", "OUT", "--set", "nonsense"], 2, "section.key=value"),
        (["run", "README.md", "-o", "OUT", "--config", "no.toml"], 2, "no configuration file no.toml"),
        (["run", "README.md", "-o", "OUT", "--set", "claims.model=nowhere"], 2, "labclaims train"),
        (["validate", "EMPTY"], 3, "manifest.json"),
        (["stats", "EMPTY"], 3, "manifest.json"),
        (["evaluate", "nowhere.jsonl"], 3, "no gold file"),
        (["taxonomy", "./nowhere.toml"], 2, "no taxonomy nowhere.toml"),
    ],
)
def test_errors_are_one_line_with_an_exit_code(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    (tmp_path / "empty").mkdir()
    places = {"OUT": str(tmp_path / "out"), "EMPTY": str(tmp_path / "empty")}
    result = labclaims(*(places.get(argument, argument) for argument in arguments))
    assert result.returncode == code, result.stderr
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_nothing_readable_at_all_exits_3(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(" \n")
    result = labclaims("run", tmp_path / "in", "-o", tmp_path / "out")
    assert (result.returncode, "no article could be read" in result.stderr) == (3, True)


def test_writing_into_the_input_is_refused(finished: Path) -> None:
    news = finished.parent / "news"
    result = labclaims("run", news, "-o", news / "out")
    assert (result.returncode, "lies in the input" in result.stderr) == (2, True)


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "a.txt").write_text(GOOD)
    result = labclaims("run", tmp_path / "a.txt", "-o", tmp_path / "file")
    assert (result.returncode, "cannot be a folder" in result.stderr) == (2, True)


def test_a_reader_that_has_enough_ends_it_quietly() -> None:
    command = f"{sys.executable} -m pipeline schema --json | head -1"
    result = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (result.stdout, result.stderr) == ("{\n", "")


def test_an_interrupt_says_how_to_go_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", "-", "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    while process.poll() is None and not (tmp_path / "out/config.toml").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, "goes on from the last whole shard" in said) == (130, True)


def test_small_commands_print_what_they_promise() -> None:
    assert labclaims("--version").stdout.startswith("labclaims ")
    assert "rlhf" in labclaims("taxonomy").stdout
    assert "pipeline.extract.classify" in labclaims("stages").stdout
    assert set(json.loads(labclaims("schema", "--json").stdout)) == {"claims", "articles", "texts", "rejects"}
    assert 'emit = "all"' in labclaims("config", "show", "--set", "claims.emit=all").stdout


def test_help_needs_no_model_library() -> None:
    code = "import sys, pipeline.cli.main; print({'torch', 'spacy', 'transformers', 'trafilatura'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert result.stdout.strip() == "set()"
