"""Write a trained claim model as a folder that loads anywhere, and nowhere runs anything."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.model.folder import DIAGRAM, Calibration, write_sums


def write_model(
    folder: Path,
    model: Any,
    tokenizer: Any,
    *,
    name: str,
    version: str,
    context: str,
    calibration: dict[str, Calibration],
    card: str,
    diagram: str,
) -> None:
    """Write weights (fp16 safetensors), configuration, tokenizer, labels.json, card, diagram and sums into ``folder``.

    Weights are stored in half precision, which halves the file; they are loaded as float32, and dtype in config.json says so.
    """
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    weights = {key: value.detach().cpu().to(torch.float16).contiguous() for key, value in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    config = {
        **json.loads(model.config.to_json_string(use_diff=True)),
        "architectures": [type(model).__name__],
        "dtype": "float32",
    }
    config.pop("_name_or_path", None)  # a path of the machine it was trained on
    _write_json(folder / "config.json", config)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.save_pretrained(folder)
    for extra in {path.name for path in folder.iterdir()} & {"vocab.txt", "special_tokens_map.json"}:
        (folder / extra).unlink()  # tokenizer.json holds both
    labels = {
        "name": name,
        "version": version,
        "context": context,
        "calibration": {k: asdict(v) for k, v in calibration.items()},
    }
    _write_json(folder / "labels.json", labels)
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / DIAGRAM).write_text(diagram, encoding="utf-8")
    write_sums(folder)


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
