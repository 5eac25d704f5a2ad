from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from kohtaamo.insight.models import OutsideReading, Reading
from kohtaamo.insight.personal import PART
from kohtaamo.insight.readers import reader_settings, set_reader, start_reader
from kohtaamo.insight.readers.folders import folder_of
from kohtaamo.insight.readers.form import ReaderForm
from kohtaamo.language.readers.folder import loaded
from kohtaamo.language.readers.tests.test_folder import libraries, model  # noqa: F401  a fixture
from tests.world import World

from .test_page import filled
from .test_reading import UNSURE, run_tasks, say


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.READER_FOLDERS = tmp_path
    loaded.cache_clear()
    return model(tmp_path)


def errors(address: str) -> list[str]:
    form = ReaderForm(filled(address), settings=None)
    with override("en"):
        form.is_valid()
        return [str(one) for one in form.errors.get("address", [])]


def set_up() -> None:
    told = {"address": "folder:finbert", "model": "FinBERT", "key": "", "forgets_key": False, "price": None}
    policies = {"sentiment": "llm_first", "themes": "llm_first"}
    limits = {"tokens_a_day": 1_000, "timeout_seconds": 5}
    start_reader(settings=set_reader(**told, **limits, policies=policies, actor=None), actor=None)  # type: ignore[arg-type]


@pytest.mark.usefixtures("libraries")
def test_a_comment_is_read_by_a_model_of_this_machine_and_nothing_is_called_sent(
    in_satama: World, folder: Path
) -> None:
    set_up()
    say(in_satama, f"{UNSURE} Huono.", customer=in_satama.eero)
    run_tasks()
    reading = Reading.objects.get()
    assert (reading.label, reading.provider, reading.version) == ("negative", "transformer", "finbert/1")
    # themes are not its to read
    (row,) = OutsideReading.objects.all()
    assert (row.task, row.is_sent) == ("sentiment", False)
    assert PART.copy(in_satama.eero)["sent_to_readers"] == []


def test_when_the_folder_is_gone_our_own_reading_stands_and_it_is_tried_again(
    in_satama: World, folder: Path
) -> None:
    set_up()
    (folder / "model.onnx").unlink()
    say(in_satama, UNSURE)
    run_tasks()
    row = OutsideReading.objects.get()
    assert (row.why, row.tries, row.is_sent) == ("unusable", 1, False)
    settings = reader_settings()
    assert settings is not None
    assert settings.trouble == "unusable"


@pytest.mark.usefixtures("libraries")
def test_a_folder_that_can_be_used_is_accepted_and_others_are_explained(folder: Path) -> None:
    assert errors("folder:finbert") == []
    assert "There is no folder of that name" in errors("folder:other")[0]
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}))
    assert "label_0, label_1" in errors("folder:finbert")[0]


def test_a_library_that_is_missing_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    assert "The library transformers is not installed" in errors("folder:finbert")[0]


@pytest.mark.parametrize("address", ["folder:../finbert", "folder:/etc", "folder:", "folder:.", "folder:a/b"])
def test_a_name_never_leads_out_of_the_folder_of_models(folder: Path, address: str) -> None:
    path = folder_of(address).path
    assert (path.parent, path.exists()) == (folder.parent, False)
    assert errors(address) != []
