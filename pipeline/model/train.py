"""Train the claim model: fine-tune on train, calibrate on dev, measure on both and on gold, write the folder.

labclaims train [--config configs/train.toml] [-o models/claims]
"""

import shutil
from pathlib import Path

from pipeline.extract.classify import ClaimClassifier, pick_device
from pipeline.model.calibrate import calibrated, fit, reliability
from pipeline.model.card import model_card, provenance
from pipeline.model.config import load_train_config
from pipeline.model.corpus import labels_of, load_examples
from pipeline.model.diagram import reliability_svg
from pipeline.model.export import write_model
from pipeline.model.finetune import Progress, fine_tune
from pipeline.model.folder import Calibration, check_replaceable, replace_folder
from pipeline.model.measure import macro_f1, measure, sure_columns
from pipeline.taxonomy import load_taxonomy


def train(config_file: Path, out: Path, taxonomy: str, *, device: str, progress: Progress) -> None:
    """Train, calibrate on dev, measure on dev and gold, and write the model folder. ``out`` is replaced only at the end."""
    check_replaceable(out)
    config = load_train_config(config_file)
    labels = labels_of(load_taxonomy(taxonomy).ids)
    splits = {name: load_examples(Path(getattr(config, name)), labels) for name in ("train", "dev", "gold")}
    begun = provenance(config)
    work = out.parent / f".{out.name}-training"
    device = pick_device(device)
    model, tokenizer = fine_tune(config, labels, splits["train"], work, device, progress)
    uncalibrated = dict.fromkeys(labels, Calibration(1.0, 0.0, 0.5))
    written = {"name": config.name, "version": config.version, "context": config.context}
    draft = work / "model"
    write_model(draft, model, tokenizer, calibration=uncalibrated, card="", diagram="", **written)
    # The weights as they were written, in half precision, are what is calibrated and measured.
    classifier = ClaimClassifier(draft, device=device)
    logits = {name: classifier.logits(splits[name].passages) for name in ("dev", "gold")}
    dev = splits["dev"]
    calibration = fit(labels, logits["dev"], dev.targets.astype(float), dev.known.astype(float))
    reports = {name: measure(labels, calibration, logits[name], splits[name]) for name in ("dev", "gold")}
    card = model_card(config, labels, splits, reports, begun)
    columns = sure_columns(labels, calibrated(labels, calibration, logits["gold"]), splits["gold"])
    diagram = reliability_svg({label: reliability(scores, targets) for label, scores, targets in columns})
    write_model(draft, model, tokenizer, calibration=calibration, card=card, diagram=diagram, **written)
    replace_folder(draft, out)
    shutil.rmtree(work)
    gold = reports["gold"]
    progress(f"{out}: gold claim F1 {gold['claim'].f1:.3f}, topics macro-F1 {macro_f1(gold, labels):.3f}\n")
