"""Any server that speaks OpenAI's chat completions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answering import Reason, Task
from .http import Endpoint, post
from .prompts import ANSWER_TOKENS, LETTERS_A_TOKEN, PROMPT_VERSION, messages_for, shape_of, tokens_for
from .replies import Marks, content_of, read_reply, tokens_of

PROVIDER = "llm"


@dataclass(frozen=True, slots=True)
class Reply:
    """Of each text what was found, or why it cannot be believed; `tokens` is what the request took."""

    found: list[Marks | Reason]
    tokens: int


@dataclass(frozen=True, slots=True)
class ChatReader:
    endpoint: Endpoint
    model: str

    provider = PROVIDER
    is_here = False

    @property
    def identity(self) -> tuple[str, str]:
        return self.endpoint.address, self.model

    @property
    def version(self) -> str:
        return f"{self.model}/{PROMPT_VERSION}"

    def cost(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> int:
        return tokens_for(task, messages_for(task, texts, meanings), len(texts))

    def read(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> Reply:
        """The texts leave this machine as they are given: hide what names a person first. `ReaderError` when the
        answer as a whole cannot be used.
        """
        body = self.body(texts, task, meanings)
        answer = post(self.endpoint, "/chat/completions", body)
        content = content_of(answer)
        found = read_reply(content, task, list(meanings), texts)
        letters = sum(len(one["content"]) for one in body["messages"]) + len(content)
        told = tokens_of(answer)
        return Reply(found, -(-letters // LETTERS_A_TOKEN) if told is None else told)

    def body(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> dict[str, Any]:
        return {
            "model": self.model,
            "temperature": 0,
            "max_tokens": ANSWER_TOKENS[task] * len(texts),
            "messages": messages_for(task, texts, meanings),
            "response_format": shape_of(task, list(meanings)),
        }
