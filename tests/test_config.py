from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.errors import UsageError


def test_defaults_are_those_of_the_shipped_file() -> None:
    config = load_config()
    assert (config.claims.emit, config.input.text, config.input.encoding, config.output.texts) == (
        "topical",
        "text",
        "utf-8",
        True,
    )


def test_a_file_wins_over_the_defaults_and_set_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[claims]\nemit = "all"\nbatch_size = 8\n')
    config = load_config(file, ["claims.batch_size=4", "output.texts=false", "input.text=body"])
    assert (config.claims.emit, config.claims.batch_size, config.output.texts, config.input.text) == (
        "all",
        4,
        False,
        "body",
    )


def test_the_fingerprint_changes_with_any_value_and_only_then() -> None:
    assert load_config().fingerprint == load_config(None, ["claims.emit=topical"]).fingerprint
    assert load_config().fingerprint != load_config(None, ["claims.stride=127"]).fingerprint


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("claims.emit", "expected section.key=value"),
        ("emit=all", "expected section.key=value"),
        ("claims.emitt=all", "unknown key claims.emitt. Did you mean claims.emit"),
        ("claim.emit=all", "unknown section claim. Did you mean claims"),
        ("claims.emit=some", "claims.emit is one of topical, all, not 'some'"),
        ("claims.batch_size=many", "claims.batch_size is of type int, not 'many'"),
        ("claims.batch_size=true", "claims.batch_size is of type int, not True"),
        ("run.shard_size=0", "run.shard_size is at least 1, not 0"),
        ("output.texts=no", "output.texts is of type bool, not 'no'"),
        ("input.text=[1]", "input.text is of type str"),
        ("input.encoding=klingon", "klingon"),
    ],
)
def test_a_wrong_override_is_named_with_what_would_do(override: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        load_config(None, [override])
    assert override in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["1.10", "2026-01-01", "007", "1_0", "1e3"])
def test_an_override_of_a_name_is_kept_as_it_was_typed(name: str) -> None:
    assert load_config(None, [f"claims.model={name}"]).claims.model == name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[claims", "is no TOML"),
        (b"\xff", "is no TOML"),
        (b'emit = "all"', "'emit' stands in no section; sections are input, ner, claims"),
        (b"[claims]\nwindows = 3", "unknown key claims.windows. Did you mean claims.window"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        load_config(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_or_a_folder_is_a_usage_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(UsageError, match=str(path)):
            load_config(path)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=50, deadline=None, database=None)
def test_the_filled_configuration_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    config = load_config()
    config = replace(config, input=replace(config.input, text=name))
    file = tmp_path_factory.mktemp("config") / "config.toml"
    file.write_text(config.to_toml(), encoding="utf-8")
    assert load_config(file) == config


def test_names_beyond_the_first_plane_survive_the_filled_configuration(tmp_path: Path) -> None:
    config = load_config(None, ["claims.model=models/🙂é"])
    (tmp_path / "config.toml").write_text(config.to_toml(), encoding="utf-8")
    assert load_config(tmp_path / "config.toml") == config
