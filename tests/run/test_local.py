import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.config import Config, load_config
from pipeline.data import Article, Rejection, Where
from pipeline.errors import UsageError
from pipeline.io import locked, read_records
from pipeline.run.layout import shards
from pipeline.run.local import run
from pipeline.run.validate import has_texts, validate
from tests.conftest import ROOT


def articles(count: int) -> Iterator[Article | Rejection]:
    for i in range(count):
        yield Article(
            id=f"a{i}", text=f"OpenAI hired {i + 2} researchers in May. Anthropic did not.", where=Where("x", i + 1)
        )


def small(config: Config, **changes: str) -> Config:
    overrides = [
        "claims.emit=all",
        "run.shard_size=3",
        *(f"{key.replace('__', '.')}={value}" for key, value in changes.items()),
    ]
    return load_config(overrides=overrides)


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and p.name != ".lock"
    }


def test_every_input_ends_in_exactly_one_place(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    outcomes = [*articles(7), Rejection(Where("x", 8), "read", "empty", "no text"), Article("a0", "Copy.", Where("y"))]
    summary = run(outcomes, tmp_path, small(config), extractor)
    assert (summary.inputs, summary.articles, summary.rejects) == (9, 7, 2)
    assert summary.dropped == {"empty": 1, "duplicate_id": 1}
    records = [r for shard in shards(tmp_path) for r in read_records(tmp_path / f"articles-{shard}.jsonl")]
    rejects = [r for shard in shards(tmp_path) for r in read_records(tmp_path / f"rejects-{shard}.jsonl")]
    assert [r["id"] for r in records] == [f"a{i}" for i in range(7)]
    assert {r["reason"] for r in rejects} == {"empty", "duplicate_id"}
    assert json.loads((tmp_path / "manifest.json").read_text())["counts"]["inputs"] == 9
    assert list(validate(tmp_path)) == []


def test_the_same_run_gives_the_same_bytes(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(articles(7), tmp_path / name, small(config), extractor)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_finished_run_is_kept(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(7), tmp_path, small(config), extractor)
    before = contents(tmp_path)
    assert run(articles(7), tmp_path, small(config), extractor).reused_shards == 3
    assert contents(tmp_path) == before


def test_a_shorter_input_leaves_nothing_stale(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(7), tmp_path, small(config), extractor)
    summary = run(articles(3), tmp_path, small(config), extractor)
    assert (summary.reused_shards, shards(tmp_path)) == (1, ["00000"])
    assert list(validate(tmp_path)) == []


def test_a_changed_article_is_computed_again(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(7), tmp_path, small(config), extractor)
    changed = [*articles(7)]
    changed[6] = Article(id="a6", text="Google hired nobody.", where=Where("x", 7))
    assert run(changed, tmp_path, small(config), extractor).reused_shards == 2
    assert "Google" in (tmp_path / "claims-00002.jsonl").read_text()


def test_another_list_of_labs_is_refused_by_name(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(3), tmp_path, small(config), extractor)
    before, extractor.lists = extractor.lists, {**extractor.lists, "labs": "0badcafe"}
    try:
        with pytest.raises(UsageError, match=r"labs is \w+ there, 0badcafe here"):
            run(articles(3), tmp_path, small(config), extractor)
    finally:
        extractor.lists = before


def test_a_commit_of_another_model_is_not_kept(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(7), tmp_path, small(config), extractor)
    path = tmp_path / "_commits/00001.json"
    commit = json.loads(path.read_text())
    commit["identity"]["claims_model"] = "another"
    path.write_text(json.dumps(commit))
    assert run(articles(7), tmp_path, small(config), extractor).reused_shards == 2
    assert list(validate(tmp_path)) == []


def test_what_a_killed_run_left_is_removed(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(3), tmp_path, small(config), extractor)
    (tmp_path / "texts-00007.jsonl.zst").write_bytes(b"x")
    (tmp_path / "_commits/.tmp-abc").write_bytes(b"x")
    run(articles(3), tmp_path, small(config), extractor)
    assert not (tmp_path / "texts-00007.jsonl.zst").exists()
    assert not (tmp_path / "_commits/.tmp-abc").exists()


def test_another_configuration_is_refused_by_name(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(3), tmp_path, small(config), extractor)
    before = contents(tmp_path)
    other = small(config, claims__batch_size="8")
    with pytest.raises(UsageError, match=r"config is \w+ there.*claims\.batch_size is 32 there, 8 here.*--recompute"):
        run(articles(3), tmp_path, other, extractor)
    assert contents(tmp_path) == before
    assert run(articles(3), tmp_path, other, extractor, recompute=True).reused_shards == 0
    assert list(validate(tmp_path)) == []


def test_a_damaged_manifest_is_named_and_recompute_mends_it(
    extractor: Extractor, config: Config, tmp_path: Path
) -> None:
    run(articles(3), tmp_path, small(config), extractor)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(UsageError, match=r"manifest\.json is damaged; --recompute"):
        run(articles(3), tmp_path, small(config), extractor)
    run(articles(3), tmp_path, small(config), extractor, recompute=True)
    assert list(validate(tmp_path)) == []


def test_a_locked_folder_is_refused(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(UsageError, match="locked by another run"):
        run(articles(1), tmp_path, small(config), extractor)


def test_texts_can_be_left_out(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    run(articles(3), tmp_path, small(config, output__texts="false"), extractor)
    assert not list(tmp_path.glob("texts-*"))
    assert not has_texts(tmp_path)
    assert list(validate(tmp_path)) == []


@pytest.mark.parametrize("sticky", [False, True])
def test_a_fault_at_any_write_leaves_only_whole_files(
    extractor: Extractor, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sticky: bool
) -> None:
    whole = tmp_path / "whole"
    run(articles(4), whole, small(config), extractor)
    real = os.fsync
    step = 0
    while True:
        step += 1
        calls = 0

        def fsync(descriptor: int, step: int = step) -> None:
            nonlocal calls
            calls += 1
            if calls == step or (sticky and calls > step):
                raise OSError(28, "No space left on device")
            real(descriptor)

        out = tmp_path / f"out{step}"
        monkeypatch.setattr(os, "fsync", fsync)
        try:
            run(articles(4), out, small(config), extractor)
            break
        except OSError:
            pass
        finally:
            monkeypatch.setattr(os, "fsync", real)
        for name, data in contents(out).items():
            assert whole.joinpath(name).read_bytes() == data, f"{name} after a fault at step {step}"
        run(articles(4), out, small(config), extractor)
        assert contents(out) == contents(whole)
    assert step > 10


def test_an_article_that_breaks_a_stage_fails_alone(
    extractor: Extractor, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = extractor.extract_batch

    def breaks(batch: list[Article]) -> list[object]:
        if any(article.id == "a1" for article in batch):
            raise ValueError("a bug")
        return list(real(batch))

    monkeypatch.setattr(extractor, "extract_batch", breaks)
    summary = run(articles(4), tmp_path, small(config), extractor)
    assert (summary.articles, dict(summary.failed)) == (3, {"error": 1})
    [reject] = read_records(tmp_path / "rejects-00000.jsonl")
    assert (reject["article_id"], reject["detail"]) == ("a1", "ValueError: a bug")
    monkeypatch.undo()
    assert run(articles(4), tmp_path, small(config), extractor).failed == {}  # failed articles are tried again


def test_killed_at_any_moment_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    rows = [{"id": f"a{i}", "text": f"OpenAI hired {i + 2} researchers in May. Anthropic did not."} for i in range(30)]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        str(source),
        "--set",
        "run.shard_size=2",
        "--set",
        "claims.emit=all",
        "-o",
    ]
    whole, out = tmp_path / "whole", tmp_path / "out"
    subprocess.run([*command, str(whole)], check=True, capture_output=True, cwd=ROOT)
    for shards_done in (1, 5, 9):
        process = subprocess.Popen([*command, str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        while process.poll() is None and len(shards(out)) < shards_done:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*command, str(out)], check=True, capture_output=True, cwd=ROOT)
    assert contents(out) == contents(whole)
