import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ModelError
from pipeline.extract.classify import ClaimClassifier
from pipeline.model.folder import Calibration, check_claim_folder, find_model, read_labels, verify_sums, write_sums
from tests.conftest import ROOT


class _Trap:
    """Unpickling this makes a file."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return (Path.touch, (self.canary,))


def change(file: Path, **values: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))
    write_sums(file.parent)


def test_a_folder_as_training_writes_it_is_accepted_and_loads(tiny_model: Path) -> None:
    labels = check_claim_folder(tiny_model)
    assert (labels.name, labels.version, labels.context) == ("tiny", "0.1", "around")
    assert labels.calibration["cai"] == Calibration(1.0, 0.0, 0.5)
    assert ClaimClassifier(tiny_model).labels == ("claim", "rlhf", "cai", "hedged", "predicted")


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("name", ["pytorch_model.bin", "optimizer.pkl"])
def test_a_pickle_is_refused_and_never_run(model: Path, tmp_path: Path, name: str, listed: bool) -> None:
    canary = tmp_path / "canary"
    (model / name).write_bytes(pickle.dumps(_Trap(canary)))
    if listed:
        write_sums(model)
    with pytest.raises(ModelError, match=f"{name} does not belong in a claim model; only"):
        ClaimClassifier(model)
    assert not canary.exists()


def test_a_pickle_under_the_name_of_the_weights_is_never_run(model: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (model / "model.safetensors").write_bytes(pickle.dumps(_Trap(canary)))
    write_sums(model)
    with pytest.raises(Exception, match=r"(?i)header|safetensors"):
        ClaimClassifier(model)
    assert not canary.exists()


def test_code_is_refused_and_never_run(model: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (model / "modeling_evil.py").write_text(f"import pathlib\npathlib.Path({str(canary)!r}).touch()\n")
    change(model / "config.json", auto_map={"AutoModelForSequenceClassification": "modeling_evil.Evil"})
    with pytest.raises(ModelError, match=r"modeling_evil\.py does not belong in a claim model"):
        ClaimClassifier(model)
    assert not canary.exists()


def test_a_folder_inside_is_refused(model: Path) -> None:
    (model / "README.md").unlink()
    (model / "README.md").mkdir()
    (model / "README.md" / "evil.py").write_text("")
    write_sums(model)
    with pytest.raises(ModelError, match="README"):
        check_claim_folder(model)


@pytest.mark.parametrize(
    ("file", "values", "message"),
    [
        ("config.json", {"auto_map": {"AutoConfig": "evil.Config"}}, "key 'auto_map' is not on the list of keys"),
        ("config.json", {"_attn_implementation_internal": "evil/kernel"}, "key '_attn_implementation_internal' is not"),
        ("config.json", {"surprise": 1}, "key 'surprise' is not on the list"),
        ("config.json", {"model_type": "lightglue"}, "of type 'lightglue' is not on the list"),
        ("config.json", {"model_type": "lightglue", "architectures": [None]}, "of type 'lightglue' is not on the list"),
        ("config.json", {"model_type": ["bert"]}, r"of type \['bert'\] is not on the list"),
        ("config.json", {"architectures": ["BertModel"]}, r"architecture \['BertModel'\] of type 'bert' is not"),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.T", None]}}, "key 'auto_map' is not"),
        ("tokenizer_config.json", {"chat_template": "{{ evil }}"}, "key 'chat_template' is not"),
        ("tokenizer_config.json", {"tokenizer_class": "EvilTokenizer"}, "tokenizer 'EvilTokenizer' is not one of"),
        ("tokenizer_config.json", {"tokenizer_class": ["BertTokenizer"]}, "tokenizer .* is not one of"),
        ("labels.json", {"calibration": {"claim": {"slope": 1}}}, "expected name, version, context, calibration"),
        ("labels.json", {"calibration": ["claim"]}, "expected name, version, context, calibration"),
    ],
)
def test_values_that_are_not_on_the_list_are_refused(
    model: Path, file: str, values: dict[str, Any], message: str
) -> None:
    change(model / file, **values)
    with pytest.raises(ModelError, match=message) as caught:
        check_claim_folder(model)
    assert str(model) in str(caught.value)


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000])
def test_a_configuration_that_is_no_json_object_is_refused(model: Path, content: str) -> None:
    (model / "config.json").write_text(content)
    write_sums(model)
    with pytest.raises(ModelError, match=r"config\.json: (no JSON|not a JSON object)"):
        check_claim_folder(model)


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "models/claims").iterdir()))
def test_a_missing_file_is_named_with_what_makes_it(model: Path, name: str) -> None:
    (model / name).unlink()
    with pytest.raises(ModelError, match=f"{name} is missing; 'labclaims train' writes a whole folder"):
        check_claim_folder(model)


def test_one_changed_byte_in_the_weights_is_refused(model: Path) -> None:
    data = bytearray((model / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (model / "model.safetensors").write_bytes(data)
    with pytest.raises(ModelError, match=r"model\.safetensors is not the file that SHA256SUMS names; fetch"):
        check_claim_folder(model)


@pytest.mark.parametrize(
    ("sums", "message"),
    [
        (b"", "is not in SHA256SUMS"),
        (b"0" * 64 + b"  ../../etc/passwd\n", "SHA256SUMS"),
        (b"\xff\xfe\x00", "SHA256SUMS"),
    ],
)
def test_broken_sums_are_refused(model: Path, sums: bytes, message: str) -> None:
    (model / "SHA256SUMS").write_bytes(sums)
    with pytest.raises(ModelError, match=message):
        check_claim_folder(model)


def test_the_identity_of_a_model_changes_with_any_file(model: Path) -> None:
    before = verify_sums(model)
    assert verify_sums(model) == before
    (model / "README.md").write_text("# another card\n")
    write_sums(model)
    assert verify_sums(model) != before


def test_labels_are_read_as_they_were_written(tiny_model: Path) -> None:
    assert list(read_labels(tiny_model).calibration) == ["claim", "rlhf", "cai", "hedged", "predicted"]


def test_a_model_that_is_not_there_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    assert find_model(str(tmp_path), "make train") == tmp_path
    with pytest.raises(
        ModelError, match=r"no model folder .*nowhere; 'make train' makes the shipped one; one of your own"
    ):
        find_model("nowhere", "make train")
