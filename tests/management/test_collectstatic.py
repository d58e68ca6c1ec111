"""`manage.py collectstatic`: hashed, compressed files even on the first run."""

import json

from tests.management.processes import manage


def test_first_run_writes_hashed_and_compressed_files(tmp_path):
    answer = manage(tmp_path, "collectstatic", "--no-input", "--verbosity=0")

    assert (answer.returncode, answer.stderr) == (0, "")
    paths = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    hashed = paths["css/base.css"]
    assert hashed != "css/base.css"
    assert (tmp_path / "static" / hashed).is_file()
    assert (tmp_path / "static" / f"{hashed}.gz").is_file()
