from __future__ import annotations

from contextlib import suppress
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import WireError
from autograder.sandbox import wire
from autograder.sandbox.protocol import (
    Batch,
    Call,
    CallbackCall,
    CallbackReply,
    Construct,
    Define,
    Frame,
    GetAttr,
    Load,
    Message,
    Raised,
    Ready,
    Release,
    Returned,
    Target,
    conversation,
    from_value,
    to_value,
)

TARGET = Target("linear", "linear_forward")
CALL = Call(2, TARGET, (1.5, "a"), {"slope": 0.3}, (1,))
MESSAGES: list[Message] = [
    Load(1, {"linear.py": "x = 1"}, {"linear": "linear.py"}, ["numpy"]),
    CALL,
    Call(2, Target("", "forward", 7), (), {}),
    Batch(3, TARGET, (1.0, 2.0), {"slope": 0.3}, 1, [1.0, 2.0]),
    Construct(4, TARGET, (), {}),
    GetAttr(5, 9, "weight"),
    Define(5, "def f(x): return x", "f"),
    Release(6, [1, 2]),
    CallbackReply(7, None, "no such function"),
    Returned(8, (1.0, [2]), {0: 1.0, "x": 2.0}, "printed", ("RuntimeWarning: x",)),
    Raised(9, "exception", "ValueError", True, "why", [["a.py", 1, "f", "x"]], "printed"),
    CallbackCall(10, 3, (1,), {}),
    Ready(["rlimits"]),
]


def over_the_wire(value: Any) -> Any:
    return wire.from_bytes(wire.to_bytes(value))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_every_message_comes_back_from_the_wire_as_it_was(message: Message) -> None:
    assert from_value(over_the_wire(to_value(message))) == message


def test_the_arrays_of_a_message_come_back_with_it() -> None:
    rows = np.arange(6.0).reshape(3, 2)

    back = from_value(over_the_wire(to_value(Batch(3, TARGET, (rows[0],), {}, 0, rows))))

    assert isinstance(back, Batch)
    assert np.array_equal(back.rows, rows)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_each_field_must_have_exactly_its_type(message: Message) -> None:
    hints = get_type_hints(type(message))
    typed = [i for i, name in enumerate(message._fields, start=1) if hints[name] is not Any]
    for place in typed:
        value = list(to_value(message))
        value[place] = 1.5  # no field is a float

        with pytest.raises(WireError, match=r"field of type float|malformed target"):
            from_value(tuple(value))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_a_message_of_too_many_or_too_few_fields_is_refused(message: Message) -> None:
    value = to_value(message)

    for other in ((*value, None), value[:-1]):
        with pytest.raises(WireError, match="fields"):
            from_value(other)


@pytest.mark.parametrize("value", [None, (), [0], (True,), ("Load",), {"code": 0}, (-1,), (99,), 3])
def test_what_is_no_message_at_all_is_refused(value: object) -> None:
    with pytest.raises(WireError, match="message"):
        from_value(value)


def test_a_truth_value_does_not_pass_for_an_id() -> None:
    with pytest.raises(WireError):
        from_value(to_value(CALL._replace(id=True)))


@given(
    st.integers(0, 10), st.lists(st.none() | st.integers() | st.text() | st.just(()), max_size=8)
)
@settings(max_examples=200)
def test_arbitrary_fields_raise_nothing_but_wire_error(code: int, given_fields: list[Any]) -> None:
    with suppress(WireError):
        from_value([code, *given_fields])


def test_frames_that_are_no_frames_are_left_out_of_a_trace() -> None:
    rows: list[Any] = [["a.py", 3, "f", "x = 1"], ["a.py", "3", "f", "x"], None, ["a.py"], ("a",)]
    raised = Raised(1, "exception", "ValueError", True, "", rows, "")

    assert raised.trace() == (Frame("a.py", 3, "f", "x = 1"),)


# --- conversations --------------------------------------------------------------------------


def refused(call: CallbackCall) -> CallbackReply:
    raise AssertionError(f"called back: {call}")


def test_a_conversation_starts_with_the_request_and_ends_with_its_answer() -> None:
    talk = conversation(CALL, refused)

    assert next(talk) is CALL
    with pytest.raises(StopIteration) as done:
        talk.send(Returned(CALL.id, 3.0, {}, "", ()))
    assert done.value.value.value == 3.0


def test_callbacks_are_served_as_often_as_they_come() -> None:
    talk = conversation(CALL, lambda call: CallbackReply(call.id, call.args[0] * 2))
    next(talk)

    replies = [talk.send(CallbackCall(CALL.id, 1, (n,), {})) for n in (1, 2, 3)]

    assert [reply.value for reply in replies] == [2, 4, 6]  # type: ignore[union-attr]
    with pytest.raises(StopIteration):
        talk.send(Raised(CALL.id, "exception", "E", False, "", [], ""))


@pytest.mark.parametrize(
    "incoming",
    [
        Returned(CALL.id + 1, 3.0, {}, "", ()),
        Raised(0, "exception", "E", False, "", [], ""),
        CallbackCall(CALL.id + 1, 1, (), {}),
        CallbackReply(CALL.id, 1.0),
        CALL,
        Ready([]),
    ],
    ids=lambda m: type(m).__name__,
)
def test_an_answer_to_anything_else_ends_the_conversation(incoming: Message) -> None:
    """A forged or stale answer is never taken for the one that was asked for."""
    talk = conversation(CALL, refused)
    next(talk)

    with pytest.raises(WireError, match="answers nothing we asked"):
        talk.send(incoming)
