"""The network of the tagger: a pretrained encoder, what it cannot see of a word's shape, and a tag for every word piece."""

from typing import Any

import torch
from torch import nn

# The encoder reads lower case. What a name looks like on the page is told to it by an embedding added to each piece's own.
SHAPES = ("other", "lower", "title", "upper", "initial", "mixed", "digit")


class TagNet(nn.Module):
    """Word pieces [rows, pieces] and their shapes [rows, pieces] to logits [rows, pieces, tags]."""

    def __init__(self, encoder: Any, tags: int) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)
        self.shapes = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shapes.weight)  # training begins from what the encoder knows
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(width, tags)

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        embedded = self.encoder.get_input_embeddings()(ids) + self.shapes(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.head(self.dropout(hidden))
        return logits


def shape_of(word: str) -> int:
    """Return the index in SHAPES of what a word looks like."""
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return SHAPES.index("digit" if any(char.isdigit() for char in word) else "other")
    if len(letters) == 1 and letters[0].isupper():
        return SHAPES.index("initial")
    if all(char.isupper() for char in letters):
        return SHAPES.index("upper")
    if not any(char.isupper() for char in letters):
        return SHAPES.index("lower")
    return SHAPES.index("title" if letters[0].isupper() and not any(c.isupper() for c in letters[1:]) else "mixed")
