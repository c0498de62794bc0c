"""The batches of a training: word pieces of like length together, in an order that depends on the seed and the epoch alone."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from pipeline.extract.classify import CONTEXT_PIECES, encode_pair, pad
from pipeline.model.config import TrainConfig
from pipeline.model.corpus import Examples

Pair = tuple[list[int], list[int]]

# Batches are cut from so many batches' worth of shuffled rows, sorted by length: little padding, and still a shuffle.
_POOL = 16


class Encoded(NamedTuple):
    """Word pieces of one passage: the sentence, its context, and the context without the title."""

    sentence: list[int]
    context: list[int]
    untitled: list[int]


def encode(examples: Examples, tokenizer: Any, max_pieces: int) -> list[Encoded]:
    """Return the word pieces of every passage, sentences cut to ``max_pieces``."""

    def pieces(texts: list[str], limit: int) -> list[list[int]]:
        ids: list[list[int]] = tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return [row[:limit] for row in ids]

    sentences = pieces([passage.sentence for passage in examples.passages], max_pieces)
    contexts = pieces([passage.context for passage in examples.passages], CONTEXT_PIECES)
    untitled = pieces(examples.untitled, CONTEXT_PIECES)
    return [Encoded(*row) for row in zip(sentences, contexts, untitled, strict=True)]


def batches(encoded: list[Encoded], config: TrainConfig, epoch: int) -> Iterator[tuple[list[int], list[Pair]]]:
    """Yield (rows, word pieces of sentence and context) of each batch of an epoch.

    A share of the sentences is shown without context, and a share without the title, so that neither drowns the sentence.
    """
    random = np.random.default_rng([config.seed, epoch])
    order = random.permutation(len(encoded))
    bare = random.random(len(encoded)) < (1.0 if config.context == "none" else config.context_dropout)
    untitled = random.random(len(encoded)) < config.title_dropout
    pairs: list[Pair] = [
        (row.sentence, [] if bare[i] else row.untitled if untitled[i] else row.context) for i, row in enumerate(encoded)
    ]
    cut = []
    for start in range(0, len(order), config.batch_size * _POOL):
        pool = sorted(
            order[start : start + config.batch_size * _POOL].tolist(), key=lambda i: len(pairs[i][0]) + len(pairs[i][1])
        )
        cut += [pool[i : i + config.batch_size] for i in range(0, len(pool), config.batch_size)]
    for index in random.permutation(len(cut)):
        yield cut[index], [pairs[row] for row in cut[index]]


def tensors(pairs: list[Pair], tokenizer: Any, device: str) -> dict[str, Any]:
    """Return the padded pairs as the keyword arguments of a BERT model."""
    import torch

    inputs = pad([encode_pair(*pair, tokenizer) for pair in pairs], tokenizer.pad_token_id)
    return {name: torch.tensor(rows, device=device) for name, rows in inputs.items()}
