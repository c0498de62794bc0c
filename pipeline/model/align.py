"""Teach the first token what the mean of the sentence knows, before any label is seen.

Sentence encoders of the MiniLM kind are trained with mean pooling (Reimers and Gurevych, 2019), while a sequence classifier
reads the first token. Fine-tuning from there has to find the sentence anew. A pass over the unlabelled passages, in which
the first token learns to give the mean that the untouched encoder gives (feature distillation, Romero et al., 2015), hands
it over; docs/evaluation.md says what that is worth.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from pipeline.errors import ModelError, UsageError
from pipeline.model.batches import Encoded, batches, tensors
from pipeline.model.config import TrainConfig

_BATCH_SIZE = 32
_WARMUP_STEPS = 50
# The pooler begins as tanh(3x): the means of all-MiniLM-L6-v2 have a standard deviation of about 0.2 (96 sentences of dev), so
# tanh is neither flat nor idle there.
_GAIN = 3.0


def align_first_token(
    model: Any,
    tokenizer: Any,
    encoded: list[Encoded],
    config: TrainConfig,
    device: str,
    progress: Callable[[str], None],
) -> None:
    """Train ``model``'s encoder in place on ``config.align_sentences`` passages, and set its pooler to pass them on.

    Raises ModelError when the base has no pooler of the BERT kind, UsageError when there are too few passages for one batch.
    """
    import torch

    encoder = model.base_model
    if not hasattr(getattr(encoder, "pooler", None), "dense"):
        raise ModelError(f"{config.base} has no pooler to align; set align_sentences = 0")
    teacher = copy.deepcopy(encoder).eval()
    model.eval()  # no dropout: the target is exact
    trained = [p for name, p in encoder.named_parameters() if p.requires_grad and not name.startswith("pooler")]
    optimizer = torch.optim.AdamW(trained, lr=config.learning_rate, weight_decay=config.weight_decay, fused=True)
    steps = min(config.align_sentences, len(encoded)) // _BATCH_SIZE
    if not steps:
        raise UsageError(f"to align takes {_BATCH_SIZE} passages; set align_sentences = 0 or give more")
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / _WARMUP_STEPS, max(steps - step, 1) / steps)
    )
    shown = replace(config, batch_size=_BATCH_SIZE)
    for step, (_, pairs) in enumerate(islice(batches(encoded, shown, epoch=0), steps), start=1):
        inputs = tensors(pairs, tokenizer, device)
        with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=config.precision == "bf16"):
            with torch.no_grad():
                target = _sentence_mean(teacher(**inputs).last_hidden_state, inputs)
            first = encoder(**inputs).last_hidden_state[:, 0].float()
        value = (first - target).square().mean() / target.square().mean()
        value.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        progress(f"aligning the first token  {step}/{steps} batches  unexplained {value.item():.3f}")
    with torch.no_grad():
        encoder.pooler.dense.weight.copy_(torch.eye(model.config.hidden_size) * _GAIN)
        encoder.pooler.dense.bias.zero_()
    progress("aligned the first token\n")


def _sentence_mean(hidden: Any, inputs: dict[str, Any]) -> Any:
    """Return the mean of the first segment's vectors, [passages, hidden size]: the context is read, but not pooled."""
    mask = (inputs["attention_mask"] * (1 - inputs["token_type_ids"])).unsqueeze(-1).float()
    return (hidden.float() * mask).sum(1) / mask.sum(1)
