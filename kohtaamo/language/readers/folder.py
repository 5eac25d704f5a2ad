"""A reader of tones in a folder of this machine, as Hugging Face keeps models: what it reads never leaves.

It is read with `onnxruntime` where the folder has an .onnx file, else with `torch` from model.safetensors; both need
`transformers` for its words. None of them comes with Kohtaamo. Files that could run code of their own are never opened.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .answering import Mark, ReaderError, Reason, Task
from .chat import Reply

PROVIDER = "transformer"
# As an address names a folder: "folder:finbert".
SCHEME = "folder:"
MOST_PIECES = 512
MOST_AT_ONCE = 16
ONNX = ("model.onnx", "onnx/model.onnx")
SAFE = "model.safetensors"
TOKENIZERS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "sentencepiece.bpe.model",
    "spiece.model",
)

Floats = NDArray[np.float64]
Problem = Literal[
    "no_folder", "no_config", "no_labels", "unnamed_labels", "unknown_labels", "no_tokenizer", "no_weights",
    "not_installed", "broken",
]  # fmt: skip
SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
NAMES = {
    **dict.fromkeys(("positive", "pos", "positiivinen", "positiv"), 1.0),
    **dict.fromkeys(("neutral", "neu", "neutraali", "mixed"), 0.0),
    **dict.fromkeys(("negative", "neg", "negatiivinen", "negativ"), -1.0),
}
STARS = re.compile(r"([1-5])[ _]?(?:stars?|tähteä|tähti|stjärn(?:a|or))?")
UNNAMED = re.compile(r"label_\d+")


class FolderError(Exception):
    """`problem` is a word for a page to explain; `detail` is what was found there."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem: Problem = problem
        self.detail = detail


# Texts -> texts x labels, before they are made shares.
Score = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class FolderReader:
    """The folder is looked at when it reads."""

    path: Path

    provider = PROVIDER
    is_here = True

    @property
    def version(self) -> str:
        return f"{self.path.name}/1"

    @property
    def identity(self) -> tuple[str, str]:
        return SCHEME, f"{self.path}:{changed_at(self.path)}"

    def cost(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> int:  # noqa: ARG002
        """Reading here takes no tokens."""
        return 0

    def read(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> Reply:  # noqa: ARG002
        """Raises `ReaderError`."""
        if task != "sentiment":
            raise ReaderError("rejected", "a folder reads tones only")
        try:
            values = values_in(self.path)
            score = loaded(self.path, changed_at(self.path))
            found: list[tuple[Mark, ...] | Reason] = []
            for start in range(0, len(texts), MOST_AT_ONCE):
                rows = shares_of(score(texts[start : start + MOST_AT_ONCE]))
                found += [(mark_of(row, values),) for row in rows]
        except FolderError as problem:
            raise ReaderError("unusable", str(problem)) from problem
        return Reply(found, 0)


def mark_of(shares: Sequence[float], values: Sequence[float]) -> Mark:
    if len(shares) != len(values):
        raise FolderError("broken", f"{len(shares)} scores of {len(values)} labels")
    pairs = list(zip(shares, values, strict=True))
    tones = {
        tone: sum(share for share, value in pairs if (value > 0) - (value < 0) == sign)
        for tone, sign in SIGNS.items()
    }
    label = max(SIGNS, key=lambda tone: tones[tone])
    mean = sum(share * value for share, value in pairs)
    return Mark(label, min(1.0, tones[label]), max(-1.0, min(1.0, mean)))


def values_in(path: Path) -> tuple[float, ...]:
    """What the labels stand for, in the order of the model, from -1 (bad) to 1 (good). Looks at what is there without
    loading it. Raises `FolderError`.
    """
    if not path.is_dir():
        raise FolderError("no_folder", path.name)
    config = config_of(path)
    if not any((path / one).is_file() for one in TOKENIZERS):
        raise FolderError("no_tokenizer")
    if weights_of(path) is None:
        raise FolderError("no_weights")
    return values_of(config)


def config_of(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise FolderError("no_config") from None
    if not isinstance(config, dict):
        raise FolderError("no_config")
    return config


def values_of(config: Mapping[str, Any]) -> tuple[float, ...]:
    """Raises `FolderError` where the names of the labels do not say which tone they are."""
    given = config.get("id2label")
    if not isinstance(given, dict) or not given:
        raise FolderError("no_labels")
    try:
        names = [str(given[str(place)]).strip().lower() for place in range(len(given))]
    except KeyError:
        raise FolderError("no_labels") from None
    if config.get("problem_type") == "multi_label_classification":
        raise FolderError("unknown_labels", "multi_label_classification")
    if any(UNNAMED.fullmatch(name) for name in names):
        raise FolderError("unnamed_labels", ", ".join(names))
    values = tuple(value_of(name) for name in names)
    if any(value is None for value in values) or not {-1.0, 1.0} <= set(values):
        raise FolderError("unknown_labels", ", ".join(names))
    return tuple(value for value in values if value is not None)


def value_of(name: str) -> float | None:
    """One star is -1, three are 0, five are 1."""
    stars = STARS.fullmatch(name)
    return (int(stars.group(1)) - 3) / 2 if stars else NAMES.get(name)


def weights_of(path: Path) -> Path | None:
    return next((path / one for one in (*ONNX, SAFE) if (path / one).is_file()), None)


def changed_at(path: Path) -> float:
    weights = weights_of(path)
    return weights.stat().st_mtime if weights else 0.0


@lru_cache(maxsize=2)
def loaded(path: Path, changed: float) -> Score:  # noqa: ARG001  another file is another model
    weights = weights_of(path)
    if weights is None:
        raise FolderError("no_weights")
    transformers = library("transformers")
    try:
        words = transformers.AutoTokenizer.from_pretrained(
            str(path), local_files_only=True, trust_remote_code=False
        )
    except Exception as problem:  # what a broken file raises depends on where it is broken
        raise FolderError("broken", f"{problem}"[:200]) from problem
    return scored_by_onnx(weights, words) if weights.suffix == ".onnx" else scored_by_torch(path, words)


def library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise FolderError("not_installed", name) from None


def scored_by_onnx(weights: Path, words: Any) -> Score:
    runtime = library("onnxruntime")
    try:
        session = runtime.InferenceSession(str(weights), providers=["CPUExecutionProvider"])
    except Exception as problem:
        raise FolderError("broken", f"{problem}"[:200]) from problem
    wanted = [one.name for one in session.get_inputs()]

    def score(texts: Sequence[str]) -> Floats:
        try:
            pieces = words(
                list(texts), padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="np"
            )
            given = {name: np.asarray(pieces[name], dtype=np.int64) for name in wanted}
            return np.asarray(session.run(None, given)[0], dtype=np.float64)
        except Exception as problem:
            raise FolderError("broken", f"{problem}"[:200]) from problem

    return score


def scored_by_torch(path: Path, words: Any) -> Score:
    torch, transformers = library("torch"), library("transformers")
    try:
        model = transformers.AutoModelForSequenceClassification.from_pretrained(
            str(path), local_files_only=True, trust_remote_code=False, use_safetensors=True
        ).eval()
    except Exception as problem:
        raise FolderError("broken", f"{problem}"[:200]) from problem

    def score(texts: Sequence[str]) -> Floats:
        try:
            pieces = words(
                list(texts), padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="pt"
            )
            with torch.inference_mode():
                return np.asarray(model(**pieces).logits.tolist(), dtype=np.float64)
        except Exception as problem:
            raise FolderError("broken", f"{problem}"[:200]) from problem

    return score


def shares_of(scores: Floats) -> list[list[float]]:
    """Softmax. Raises `FolderError` where the scores are no numbers."""
    if scores.ndim != 2 or not np.isfinite(scores).all():  # noqa: PLR2004  texts x labels
        raise FolderError("broken", "scores that are no numbers")
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: list[list[float]] = (raised / raised.sum(axis=1, keepdims=True)).tolist()
    return shares
