"""A wheel installed elsewhere runs from any folder: configurations and models travel inside it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT


def test_a_wheel_runs_anywhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, cwd=tmp_path)
    [wheel] = tmp_path.glob("labclaims-*.whl")
    site, work = tmp_path / "site", tmp_path / "work"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    work.mkdir()
    (work / "a.txt").write_text(
        "The board of OpenAI fired Sam Altman on 17 November 2023, and took him back five days later."
    )
    # -P and the path keep the checkout out of sight: what is imported is what was in the wheel.
    code = f"import sys; sys.path.insert(0, {str(site)!r}); import pipeline.cli.main as m; print(m.__file__); m.main()"
    command = [sys.executable, "-P", "-c", code, "run", "a.txt", "-o", "out", "--set", "claims.emit=all"]
    result = subprocess.run(command, check=False, capture_output=True, text=True, cwd=work)
    assert result.returncode == 0, result.stderr
    assert str(site) in result.stdout
    claims = [json.loads(line) for line in (work / "out/claims-00000.jsonl").read_text().splitlines()]
    assert [claim["text"][:19] for claim in claims] == ["The board of OpenAI"]
