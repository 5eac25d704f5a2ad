"""Folders of models, with tiny modules in place of the libraries that read them; broken folders are really broken."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kohtaamo.language.readers import (
    Asked,
    Breaker,
    FolderError,
    FolderReader,
    Outside,
    ReaderError,
    read_all,
    read_here,
)
from kohtaamo.language.readers.folder import loaded, mark_of, values_in
from kohtaamo.language.readers.memory import MemoryBudget, MemoryCache

# Every word is a number; the session looks for those of "hyvä" (1) and "huono" (2).
TRANSFORMERS = """
WORDS = {"hyvä": 1, "huono": 2}
SEEN = []

class AutoTokenizer:
    @classmethod
    def from_pretrained(cls, path, *, local_files_only, trust_remote_code):
        assert local_files_only and not trust_remote_code
        open(path + "/tokenizer.json").close()
        return cls()

    def __call__(self, texts, *, padding, truncation, max_length, return_tensors):
        SEEN.extend(texts)
        rows = [[WORDS.get(word.strip(".,").lower(), 0) for word in text.split()] for text in texts]
        longest = max(map(len, rows))
        return {
            "input_ids": [row + [0] * (longest - len(row)) for row in rows],
            "attention_mask": [[1] * len(row) + [0] * (longest - len(row)) for row in rows],
            "token_type_ids": [[0] * longest for row in rows],
        }
"""
ONNXRUNTIME = """
import json
from types import SimpleNamespace

class InferenceSession:
    def __init__(self, path, providers):
        with open(path) as file:
            self.labels = json.load(file)["labels"]

    def get_inputs(self):
        return [SimpleNamespace(name=name) for name in ("input_ids", "attention_mask")]

    def run(self, names, given):
        assert set(given) == {"input_ids", "attention_mask"}
        # bad, (middling,) good: 0 for neither, 3 for the one that is said
        found = []
        for row in given["input_ids"].tolist():
            scores = [0.0] * self.labels
            if 2 in row:
                scores[0] = 3.0
            if 1 in row:
                scores[-1] = 3.0
            found.append(scores)
        return [found]
"""
THREE = {"0": "negative", "1": "neutral", "2": "positive"}


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "libraries"
    folder.mkdir()
    (folder / "transformers.py").write_text(TRANSFORMERS, encoding="utf-8")
    (folder / "onnxruntime.py").write_text(ONNXRUNTIME, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    for name in ("transformers", "onnxruntime"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    loaded.cache_clear()


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.cache_clear()


def model(tmp_path: Path, labels: dict[str, str] | None = None, **config: object) -> Path:
    path = tmp_path / "finbert"
    path.mkdir()
    names = THREE if labels is None else labels
    (path / "config.json").write_text(json.dumps({"id2label": names, **config}), encoding="utf-8")
    (path / "tokenizer.json").write_text("{}", encoding="utf-8")
    (path / "model.onnx").write_text(json.dumps({"labels": len(names)}), encoding="utf-8")
    return path


@pytest.mark.usefixtures("libraries")
def test_a_folder_reads_tones(tmp_path: Path) -> None:
    reader = FolderReader(model(tmp_path))
    reply = reader.read(["Palvelu oli hyvä.", "Palvelu oli huono.", "Palvelu oli."], "sentiment", {})
    marks = [one[0] for one in reply.found if isinstance(one, tuple)]
    # e^3 / (e^3 + 2) = 0.9094 and 1 / (e^3 + 2) = 0.0453; of nothing said all three are alike
    assert [one.key for one in marks[:2]] == ["positive", "negative"]
    assert [round(one.confidence, 3) for one in marks] == [0.909, 0.909, 0.333]
    assert [round(one.tone or 0, 3) for one in marks] == [0.864, -0.864, 0.0]
    assert (reply.tokens, reader.version) == (0, "finbert/1")


@pytest.mark.usefixtures("libraries")
def test_many_texts_are_read_in_parts_in_their_order(tmp_path: Path) -> None:
    texts = ["hyvä" if number % 3 else "huono" for number in range(40)]
    reply = FolderReader(model(tmp_path)).read(texts, "sentiment", {})
    keys = [one[0].key for one in reply.found if isinstance(one, tuple)]
    assert keys == ["positive" if text == "hyvä" else "negative" for text in texts]


@pytest.mark.usefixtures("libraries")
def test_words_are_read_as_they_are_because_they_stay_here(tmp_path: Path) -> None:
    import transformers  # type: ignore[import-not-found] # noqa: PLC0415 - the tiny one above

    clock = lambda: 0.0  # noqa: E731
    cache = MemoryCache(seconds=60, clock=clock)
    outside = Outside(FolderReader(model(tmp_path)), Breaker(clock), MemoryBudget(0), cache)
    asked = [Asked("Soittakaa 040 123 4567, palvelu oli huono.", "fi")]
    outcome = read_all(asked, task="sentiment", policy="llm_first", outside=outside, local=read_here)
    assert transformers.SEEN == ["Soittakaa 040 123 4567, palvelu oli huono."]
    assert (outcome.answers[0].provider, outcome.answers[0].found[0].key) == ("transformer", "negative")
    # no token was taken of a budget that has none
    assert outcome.tally.tokens == 0


def test_stars_are_tones() -> None:
    values = (-1.0, -0.5, 0.0, 0.5, 1.0)
    mark = mark_of([0.1, 0.3, 0.2, 0.3, 0.1], values)
    assert (mark.key, round(mark.confidence, 6), round(mark.tone or 0, 6)) == ("negative", 0.4, 0.0)
    mark = mark_of([0.0, 0.05, 0.15, 0.2, 0.6], values)
    # 0.8 good; -0.025 + 0.1 + 0.6
    assert (mark.key, round(mark.confidence, 6), round(mark.tone or 0, 6)) == ("positive", 0.8, 0.675)


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], (-1.0, -0.5, 0.0, 0.5, 1.0)),
        (["Negative", "Positive"], (-1.0, 1.0)),
        (["POS", "NEU", "NEG"], (1.0, 0.0, -1.0)),
        (["negatiivinen", "neutraali", "positiivinen"], (-1.0, 0.0, 1.0)),
    ],
)
def test_names_of_labels_are_understood(tmp_path: Path, names: list[str], values: tuple[float, ...]) -> None:
    labels = {str(place): name for place, name in enumerate(names)}
    assert values_in(model(tmp_path, labels)) == values


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        ({"0": "LABEL_0", "1": "LABEL_1"}, "unnamed_labels"),
        ({"0": "joy", "1": "anger"}, "unknown_labels"),
        ({"0": "positive", "1": "neutral"}, "unknown_labels"),
        ({}, "no_labels"),
        ({"0": "negative", "7": "positive"}, "no_labels"),
    ],
)
def test_labels_that_tell_no_tone_are_refused(tmp_path: Path, labels: dict[str, str], problem: str) -> None:
    with pytest.raises(FolderError) as refused:
        values_in(model(tmp_path, labels))
    assert refused.value.problem == problem


def test_a_model_of_several_labels_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="multi_label"):
        values_in(model(tmp_path, problem_type="multi_label_classification"))


@pytest.mark.parametrize(
    ("gone", "problem"),
    [("config.json", "no_config"), ("tokenizer.json", "no_tokenizer"), ("model.onnx", "no_weights")],
)
def test_a_folder_without_a_file_says_which(tmp_path: Path, gone: str, problem: str) -> None:
    path = model(tmp_path)
    (path / gone).unlink()
    with pytest.raises(ReaderError, match=f"unusable: {problem}"):
        FolderReader(path).read(["hyvä"], "sentiment", {})


def test_weights_that_could_run_code_are_not_opened(tmp_path: Path) -> None:
    path = model(tmp_path)
    (path / "model.onnx").rename(path / "pytorch_model.bin")
    with pytest.raises(FolderError) as refused:
        values_in(path)
    assert refused.value.problem == "no_weights"


def test_what_is_no_folder_or_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no_folder"):
        FolderReader(tmp_path / "nowhere").read(["hyvä"], "sentiment", {})
    path = model(tmp_path)
    (path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReaderError, match="no_config"):
        FolderReader(path).read(["hyvä"], "sentiment", {})


def test_without_its_libraries_it_says_which_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ReaderError, match="not_installed: transformers"):
        FolderReader(model(tmp_path)).read(["hyvä"], "sentiment", {})


@pytest.mark.usefixtures("libraries")
def test_broken_weights_are_told_and_no_other_error_comes(tmp_path: Path) -> None:
    path = model(tmp_path)
    (path / "model.onnx").write_bytes(b"\x00\x01")
    with pytest.raises(ReaderError, match="unusable: broken"):
        FolderReader(path).read(["hyvä"], "sentiment", {})


@pytest.mark.usefixtures("libraries")
def test_more_scores_than_labels_are_told(tmp_path: Path) -> None:
    path = model(tmp_path)
    (path / "model.onnx").write_text('{"labels": 5}', encoding="utf-8")
    with pytest.raises(ReaderError, match="5 scores of 3 labels"):
        FolderReader(path).read(["hyvä"], "sentiment", {})


@pytest.mark.usefixtures("libraries")
def test_only_tones_are_read(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="rejected"):
        FolderReader(model(tmp_path)).read(["hyvä"], "themes", {})
