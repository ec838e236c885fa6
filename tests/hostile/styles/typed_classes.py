"""Dataclasses, NamedTuple, slots, enums, generics, protocols, abstract classes."""

from __future__ import annotations

import abc
import copy
import dataclasses
import enum
import pickle
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any, Callable, Generic, NamedTuple, Protocol, TypeVar

import numpy as np

T = TypeVar("T")


class Side(enum.Enum):
    LEFT = enum.auto()
    RIGHT = enum.auto()


@dataclass(frozen=True)
class Cache:
    x: np.ndarray
    w: np.ndarray
    side: Side = Side.LEFT
    notes: list[str] = field(default_factory=list)


class Result(NamedTuple):
    out: np.ndarray
    cache: Cache


Gradients = namedtuple("Gradients", ["dx", "dw"])


def scale_forward(x: np.ndarray, w: np.ndarray) -> Result:
    cache = dataclasses.replace(Cache(x, w), side=Side.RIGHT)
    assert dataclasses.asdict(cache)["side"] is pickle.loads(pickle.dumps(cache)).side
    return Result(x * w, pickle.loads(pickle.dumps(cache)))


def scale_backward(dout: np.ndarray, cache: Cache) -> Gradients:
    match cache:
        case Cache(x=x, w=w, side=Side.RIGHT):
            found = Gradients(dout * w, (dout * x).sum(axis=0))
            return copy.deepcopy(pickle.loads(pickle.dumps(found)))
    raise ValueError(cache)


def drop(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(x.shape) < 0.5, 2.0 * x, 0.0)


class Summed(Protocol):
    def sum(self) -> Any: ...


def total(x: Summed) -> float:
    return float(x.sum())


def slope(f: Callable[[float], float], x: float) -> float:
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


class Base(abc.ABC, Generic[T]):
    __slots__ = ("data",)

    def __init__(self, data: T) -> None:
        self.data = data

    @property
    @abc.abstractmethod
    def total(self) -> float: ...


class Pair(Base[np.ndarray]):
    __slots__ = ()

    def __add__(self, other: Pair) -> Pair:
        return type(self)(copy.deepcopy(self).data + other.data)

    @property
    def total(self) -> float:
        return float(self.data.sum())
