"""A checkpoint gives back what was kept, and nothing of another training."""

from pathlib import Path

import pytest
import torch

from pipeline.io import write_atomic
from pipeline.model.checkpoint import Checkpoint

State = tuple[torch.nn.Linear, torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]


def state(seed: int, steps: int = 0) -> State:
    torch.manual_seed(seed)
    model = torch.nn.Linear(3, 2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (step + 1))
    for _ in range(steps):
        model(torch.ones(1, 3)).sum().backward()
        optimizer.step()
        schedule.step()
    return model, optimizer, schedule


def test_the_state_of_the_last_epoch_comes_back(tmp_path: Path) -> None:
    kept = state(0, steps=2)
    Checkpoint(tmp_path, "a" * 64).save(*kept, 1)
    Checkpoint(tmp_path, "a" * 64).save(*kept, 2)
    fresh = state(1)
    assert Checkpoint(tmp_path, "a" * 64).restore(*fresh) == 2
    assert torch.equal(fresh[0].weight, kept[0].weight)
    assert fresh[1].param_groups[0]["lr"] == kept[1].param_groups[0]["lr"]
    moments = [s["exp_avg"] for s in fresh[1].state_dict()["state"].values()]
    assert all(
        torch.equal(a, s["exp_avg"]) for a, s in zip(moments, kept[1].state_dict()["state"].values(), strict=True)
    )
    assert len(list(tmp_path.glob("*.safetensors"))) == 1


def test_another_training_begins_anew(tmp_path: Path) -> None:
    assert Checkpoint(tmp_path, "a" * 64).restore(*state(0)) == 0
    Checkpoint(tmp_path, "a" * 64).save(*state(0, steps=1), 1)
    assert Checkpoint(tmp_path, "b" * 64).restore(*state(1)) == 0


def test_weights_of_another_training_are_never_taken_for_this_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, other = state(0, steps=1), state(5, steps=1)
    Checkpoint(tmp_path, "a" * 64).save(*kept, 1)
    written = write_atomic

    def killed(path: Path, data: bytes) -> None:
        if path.name == "state.json":
            raise KeyboardInterrupt
        written(path, data)

    monkeypatch.setattr("pipeline.model.checkpoint.write_atomic", killed)
    with pytest.raises(KeyboardInterrupt):
        Checkpoint(tmp_path, "b" * 64).save(*other, 1)
    fresh = state(2)
    assert Checkpoint(tmp_path, "a" * 64).restore(*fresh) == 1
    assert torch.equal(fresh[0].weight, kept[0].weight)
