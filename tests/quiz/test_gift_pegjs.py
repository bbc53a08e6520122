"""GIFT files as a reader of other people's sees them: gift-pegjs, where ``npm ci`` has put it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from ce_core.quiz.files import quiz_file
from ce_core.quiz.items import quiz

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
INSTALLED = (ROOT / "node_modules" / "gift-pegjs").is_dir()


@pytest.mark.skipif(not (NODE and INSTALLED), reason="no node, or no gift-pegjs: run npm ci")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_reader_finds_every_question_as_it_was_written(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "quiz.gift"
    path.write_text(quiz_file(".gift", 50, seed), "utf-8")
    run = subprocess.run(
        [str(NODE), str(Path(__file__).parent / "gift_pegjs.mjs"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["category"] == f"$course$/Softmax and cross-entropy, seed {seed}"
    wanted = [
        [item.name, item.text, [[a.text, a.feedback, a.right] for a in item.answers], item.why]
        for item in quiz(50, seed)
    ]
    assert found["questions"] == wanted
