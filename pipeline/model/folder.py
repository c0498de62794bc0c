"""Model folders: what may be in one, and how it is checked before anything in it is loaded.

A claim model is ``config.json``, ``model.safetensors``, ``tokenizer.json``, ``tokenizer_config.json``, ``labels.json``
(ours), a card (``README.md``) with its ``reliability.svg``, and ``SHA256SUMS``. Nothing else may lie beside them: no pickle,
no code. Loading runs nothing from the folder.
"""

import hashlib
import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError, UsageError
from pipeline.resources import named

SUMS = "SHA256SUMS"
DIAGRAM = "reliability.svg"
CONTEXTS = ("none", "around")
_CLAIM_FILES = frozenset(
    {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
        "labels.json",
        "README.md",
        DIAGRAM,
        SUMS,
    }
)
_ARCHITECTURES = {"bert": "BertForSequenceClassification"}
# Keys that transformers writes for this architecture. A key that is not here could name code to be run (auto_map and its like).
_CONFIG_KEYS = frozenset(
    [
        "add_cross_attention",
        "architectures",
        "attention_probs_dropout_prob",
        "bos_token_id",
        "chunk_size_feed_forward",
        "classifier_dropout",
        "dtype",
        "eos_token_id",
        "gradient_checkpointing",
        "hidden_act",
        "hidden_dropout_prob",
        "hidden_size",
        "id2label",
        "initializer_range",
        "intermediate_size",
        "is_decoder",
        "is_encoder_decoder",
        "label2id",
        "layer_norm_eps",
        "max_position_embeddings",
        "model_type",
        "num_attention_heads",
        "num_hidden_layers",
        "output_attentions",
        "output_hidden_states",
        "pad_token_id",
        "position_embedding_type",
        "problem_type",
        "return_dict",
        "tie_word_embeddings",
        "torch_dtype",
        "transformers_version",
        "type_vocab_size",
        "use_cache",
        "vocab_size",
    ]
)
_TOKENIZER_KEYS = frozenset(
    [
        "added_tokens_decoder",
        "backend",
        "clean_up_tokenization_spaces",
        "cls_token",
        "do_basic_tokenize",
        "do_lower_case",
        "extra_special_tokens",
        "is_local",
        "local_files_only",
        "mask_token",
        "max_length",
        "model_max_length",
        "model_specific_special_tokens",
        "never_split",
        "pad_token",
        "pad_to_multiple_of",
        "pad_token_type_id",
        "padding_side",
        "sep_token",
        "stride",
        "strip_accents",
        "tokenize_chinese_chars",
        "tokenizer_class",
        "truncation_side",
        "truncation_strategy",
        "unk_token",
    ]
)
_TOKENIZER_CLASSES = frozenset({"BertTokenizer", "BertTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend"})


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling of one label: score = sigmoid(slope * logit + intercept). A label is given at ``threshold`` and over."""

    slope: float
    intercept: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ModelLabels:
    """labels.json: what the outputs mean. ``context`` says what the model reads beside the sentence."""

    name: str
    version: str
    context: str
    calibration: dict[str, Calibration]


def find_model(name: str, make: str) -> Path:
    """Return the folder of a model given by path or shipped name. Raises ModelError naming the command that makes it."""
    folder = named(name, "models")
    if not folder.is_dir():
        raise ModelError(
            f"no model folder {folder}; '{make}' makes the shipped one; one of your own has a slash: ./{name}"
        )
    return folder


def check_claim_folder(folder: Path) -> ModelLabels:
    """Verify a claim model before it is loaded: its files, their sums, its architecture, its configuration keys.

    Raises ModelError with the first thing that is wrong. Reads JSON and bytes, runs nothing.
    """
    present = {path.name for path in folder.iterdir()}
    if strange := sorted(present - _CLAIM_FILES):
        raise ModelError(
            f"{folder}: {strange[0]} does not belong in a claim model; only {', '.join(sorted(_CLAIM_FILES))} may be there"
        )
    if missing := sorted(_CLAIM_FILES - present):
        raise ModelError(f"{folder}: {missing[0]} is missing; 'labclaims train' writes a whole folder")
    if folders := sorted(path.name for path in folder.iterdir() if not path.is_file()):
        raise ModelError(f"{folder}: {folders[0]} is no file; a claim model holds files only")
    verify_sums(folder)
    config = _json(folder / "config.json")
    kind = config.get("model_type")
    if not isinstance(kind, str) or kind not in _ARCHITECTURES or config.get("architectures") != [_ARCHITECTURES[kind]]:
        raise ModelError(
            f"{folder}: architecture {config.get('architectures')} of type {kind!r} is not on the list {_ARCHITECTURES}"
        )
    _only_known(folder / "config.json", config, _CONFIG_KEYS)
    tokenizer = _json(folder / "tokenizer_config.json")
    _only_known(folder / "tokenizer_config.json", tokenizer, _TOKENIZER_KEYS)
    if str(tokenizer.get("tokenizer_class")) not in _TOKENIZER_CLASSES:
        raise ModelError(
            f"{folder}: tokenizer {tokenizer.get('tokenizer_class')!r} is not one of {sorted(_TOKENIZER_CLASSES)}"
        )
    return read_labels(folder)


def read_labels(folder: Path) -> ModelLabels:
    """Read labels.json. Raises ModelError when it is not of our making."""
    raw = _json(folder / "labels.json")
    try:
        if raw["context"] not in CONTEXTS:
            raise ValueError(f"context is one of {CONTEXTS}, not {raw['context']!r}")
        calibration = {label: _calibration(values) for label, values in raw["calibration"].items()}
        return ModelLabels(str(raw["name"]), str(raw["version"]), str(raw["context"]), calibration)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{folder / 'labels.json'}: {error!r}; expected name, version, context, calibration") from None


def _calibration(values: dict[str, float]) -> Calibration:
    numbers = {key: float(value) for key, value in values.items()}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError(f"calibration {values} is not finite")
    return Calibration(**numbers)


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over every other file of the folder, in the format of sha256sum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def check_replaceable(folder: Path) -> None:
    """Raise UsageError unless ``folder`` is free for a new model: absent, empty, or a model folder itself."""
    if folder.exists() and not (folder / SUMS).is_file() and any(folder.iterdir()):
        raise UsageError(f"{folder} is no model folder, and is not replaced by one; give another with -o")


def replace_folder(new: Path, folder: Path) -> None:
    """Put a finished model in the place of an older one; at every moment one of the two is whole."""
    check_replaceable(folder)
    old = folder.with_name(f".{folder.name}-old")
    if old.exists():
        shutil.rmtree(old)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    if old.exists():
        shutil.rmtree(old)


def verify_sums(folder: Path) -> str:
    """Check every file against SHA256SUMS and return the digest of the sums: the identity of the model. Raises ModelError."""
    sums = folder / SUMS
    if not sums.is_file():
        raise ModelError(f"{folder}: no {SUMS}; a model without sums is not loaded")
    data = sums.read_bytes()
    try:
        listed = {line[66:]: line[:64] for line in data.decode("utf-8").splitlines()}  # "digest  name"
    except UnicodeDecodeError:
        raise ModelError(f"{sums}: not a list of sums; fetch the folder again or retrain") from None
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    if differing := sorted(present ^ set(listed)):
        raise ModelError(f"{folder}: {differing[0]} is {'not in' if differing[0] in present else 'only in'} {SUMS}")
    for name, digest in listed.items():
        if _digest(folder / name) != digest:
            raise ModelError(f"{folder}: {name} is not the file that {SUMS} names; fetch the folder again or retrain")
    return hashlib.sha256(data).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ModelError(f"{path}: not a JSON object")
    return value


def _only_known(path: Path, values: dict[str, Any], known: frozenset[str]) -> None:
    if strange := sorted(set(values) - known):
        raise ModelError(f"{path}: key {strange[0]!r} is not on the list of keys that are safe to load")
