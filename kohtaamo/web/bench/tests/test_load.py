from __future__ import annotations

from kohtaamo.web.bench.load import Stream, first_response, share_of

WITH_LENGTH = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nx-a: b\r\n\r\n{}"
IN_CHUNKS = b"HTTP/1.1 422 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


def test_responses_after_one_another_are_told_apart():
    assert first_response(WITH_LENGTH + IN_CHUNKS) == (201, IN_CHUNKS)
    assert first_response(IN_CHUNKS) == (422, b"")


def test_half_a_response_is_none_yet():
    for end in range(len(WITH_LENGTH)):
        assert first_response(WITH_LENGTH[:end]) is None
    for end in range(len(IN_CHUNKS)):
        assert first_response(IN_CHUNKS[:end]) is None


def test_share_is_of_the_slowest():
    hundred = [float(number) for number in range(1, 101)]
    assert share_of(hundred, 0.99) == 100
    assert share_of(hundred, 0.5) == 51
    assert share_of([], 0.99) == 0


def test_refusals_are_counted_apart_from_what_was_done():
    stream = Stream("answers", "ask", 1, [], warm_seconds=0.0, seconds=2.0)
    stream.latencies.extend([0.010, 0.030])
    stream.statuses.update({201: 2, 503: 3})
    seen = stream.result()
    assert (seen["done"], seen["rate"], seen["refused"]) == (2, 1.0, 3)
    assert seen["p99_ms"] == 30
