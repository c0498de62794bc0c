"""Fine-tune the network of the tagger: a plain loop like finetune.py's, over texts with tagged tokens."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.extract.tagger import TAGS, Pieces, Tagger, encode, load_tokenizer, tensors
from pipeline.extract.tagnet import TagNet
from pipeline.model.finetune import base_folder
from pipeline.model.swap import Origin, capitals, swap_people
from pipeline.model.tagged import Tagged

_MAX_PIECES = 192  # of a text in training; a longer one is cut
_POOL = 768  # shuffled texts that are sorted by length together before batches are cut from them

Row = tuple[list[int], list[int], list[int]]


@dataclass(frozen=True, slots=True)
class TaggerConfig:
    base: str
    version: str
    layers: int
    epochs: int
    batch_pieces: int
    learning_rate: float
    head_learning_rate: float
    weight_decay: float
    warmup: float
    sentences: float
    swap: float
    capitals: float
    precision: str
    seed: int


def train_tagger(
    tagger: Tagger,
    config: TaggerConfig,
    texts: Sequence[Tagged],
    origins: Sequence[Origin],
    progress: Callable[[str], None],
) -> None:
    """Fine-tune the tagger's network on tagged texts."""
    import torch
    from transformers import get_linear_schedule_with_warmup

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.manual_seed(config.seed)
    torch.use_deterministic_algorithms(True)
    net, tokenizer = _load(config)
    tagger.set_model(net, tokenizer)
    optimizer = torch.optim.AdamW(_groups(net, config), weight_decay=config.weight_decay, fused=True)
    epochs = [
        _batches(_epoch_texts(texts, origins, config, epoch), tokenizer, config, epoch)
        for epoch in range(config.epochs)
    ]
    steps = sum(len(batches) for batches in epochs)
    schedule: Any = get_linear_schedule_with_warmup(  # type: ignore[no-untyped-call]
        optimizer, int(config.warmup * steps), steps
    )
    for epoch, batches in enumerate(epochs):
        loss = _one_epoch(net, tokenizer, batches, optimizer, schedule, config)
        progress(f"epoch {epoch + 1}/{config.epochs}  {len(batches)} batches  loss {loss:.4f}")
    net.eval()


def _load(config: TaggerConfig) -> tuple[TagNet, Any]:
    import torch
    from transformers import AutoModel

    folder = base_folder(config.base)
    encoder: Any = AutoModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32, add_pooling_layer=False
    )
    encoder.encoder.layer = encoder.encoder.layer[: config.layers]
    encoder.config.num_hidden_layers = len(encoder.encoder.layer)
    return TagNet(encoder, len(TAGS)), load_tokenizer(folder / "tokenizer.json")


def _groups(net: TagNet, config: TaggerConfig) -> list[dict[str, Any]]:
    net.encoder.get_input_embeddings().requires_grad_(False)  # as in finetune.py: too little text here to better them
    new = [*net.head.parameters(), *net.shapes.parameters()]
    body = [parameter for parameter in net.encoder.parameters() if parameter.requires_grad]
    return [{"params": body, "lr": config.learning_rate}, {"params": new, "lr": config.head_learning_rate}]


def _epoch_texts(
    texts: Sequence[Tagged], origins: Sequence[Origin], config: TaggerConfig, epoch: int
) -> Iterator[Tagged]:
    """Yield the texts of an epoch: whole or by sentence, some with other names, a few in capitals."""
    random = np.random.default_rng([config.seed, epoch])
    for text in texts:
        for part in text.sentences() if random.random() < config.sentences else (text,):
            changed = swap_people(part, origins, random) if random.random() < config.swap else part
            yield capitals(changed) if random.random() < config.capitals else changed


def _batches(texts: Iterator[Tagged], tokenizer: Any, config: TaggerConfig, epoch: int) -> list[list[Row]]:
    """Return the batches of an epoch: rows of (pieces, shapes, tags) of like length, so many pieces together."""
    kept = list(texts)
    encoded = encode([text.words for text in kept], tokenizer)
    rows = [_row(pieces, text.tags) for pieces, text in zip(encoded, kept, strict=True) if pieces.ids]
    random = np.random.default_rng([config.seed, epoch, 1])
    order = random.permutation(len(rows)).tolist()
    batches: list[list[Row]] = []
    for start in range(0, len(order), _POOL):
        batch: list[Row] = []
        for row in sorted((rows[i] for i in order[start : start + _POOL]), key=lambda row: len(row[0])):
            if batch and (len(batch) + 1) * (len(row[0]) + 2) > config.batch_pieces:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches.append(batch)
    return [batches[i] for i in random.permutation(len(batches))]


def _row(pieces: Pieces, tags: Sequence[int]) -> Row:
    """Return pieces, shapes and targets: the tag at the first piece of a token, -100 (ignored) at the others."""
    targets = [-100] * len(pieces.ids)
    for index, tag in zip(pieces.first, tags, strict=True):
        if index >= 0:
            targets[index] = tag
    return pieces.ids[:_MAX_PIECES], pieces.shapes[:_MAX_PIECES], targets[:_MAX_PIECES]


def _one_epoch(
    net: TagNet, tokenizer: Any, batches: Sequence[Sequence[Row]], optimizer: Any, schedule: Any, config: TaggerConfig
) -> float:
    import torch

    net.train()
    total = 0.0
    for batch in batches:
        inputs = tensors([(ids, shapes) for ids, shapes, _ in batch], tokenizer, "cpu")
        targets = torch.full_like(inputs["ids"], -100)
        for index, (_, _, tags) in enumerate(batch):
            targets[index, 1 : len(tags) + 1] = torch.tensor(tags)
        with torch.autocast("cpu", torch.bfloat16, enabled=config.precision == "bf16"):
            logits = net(**inputs)
        loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-100)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        total += loss.item()
    return total / len(batches)
