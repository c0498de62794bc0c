"""What a stopped training goes on from: the last finished epoch, as safetensors and JSON (nothing is ever unpickled)."""

import json
from pathlib import Path
from typing import Any

from pipeline.io import write_atomic


class Checkpoint:
    """The state after an epoch in ``work``; ``key`` is a digest of what decides its weights."""

    def __init__(self, work: Path, key: str) -> None:
        self.work, self.key = work, key
        work.mkdir(parents=True, exist_ok=True)

    def save(self, model: Any, optimizer: Any, schedule: Any, epoch: int) -> None:
        """Keep the state after ``epoch``, and drop those of earlier epochs and other trainings."""
        from safetensors.torch import save as serialise

        tensors = {f"model.{name}": value.contiguous() for name, value in model.state_dict().items()}
        for index, state in optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{index}.{name}": value for name, value in state.items()}
        weights = self._weights(epoch)
        write_atomic(weights, serialise(tensors))
        state = {"key": self.key, "epoch": epoch, "schedule": schedule.state_dict()}
        # Last: it names a file that is complete, and of this training, since the key is part of that file's name.
        write_atomic(self.work / "state.json", json.dumps(state).encode())
        for old in self.work.glob("*-epoch-*.safetensors"):
            if old != weights:
                old.unlink()

    def restore(self, model: Any, optimizer: Any, schedule: Any) -> int:
        """Return the number of epochs already done; 0 when there are none or they were of another training."""
        from safetensors.torch import load_file

        path = self.work / "state.json"
        state = json.loads(path.read_text()) if path.is_file() else {}
        if state.get("key") != self.key:
            return 0
        tensors = load_file(self._weights(state["epoch"]))
        model.load_state_dict({k.removeprefix("model."): v for k, v in tensors.items() if k.startswith("model.")})
        saved = optimizer.state_dict()
        for name, value in tensors.items():
            if name.startswith("optimizer."):
                _, index, key = name.split(".")
                saved["state"].setdefault(int(index), {})[key] = value
        optimizer.load_state_dict(saved)
        schedule.load_state_dict(state["schedule"])
        for group, rate in zip(optimizer.param_groups, schedule.get_last_lr(), strict=True):
            group["lr"] = rate
        return int(state["epoch"])

    def _weights(self, epoch: int) -> Path:
        return self.work / f"{self.key[:16]}-epoch-{epoch}.safetensors"
