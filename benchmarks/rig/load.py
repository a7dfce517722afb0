"""A load from 16 connections on loopback: requests over kept-alive HTTP/1.1, counted and timed.

Beside the clock on the wall it reads the workers' own processor time, which others on the machine change little.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from typing import Protocol
from urllib.parse import urlsplit

CONNECTIONS = 16
PER_CONNECTION = 4
"""Requests on one connection before a new one is opened: else one worker keeps most by the luck of the start."""


@dataclass(frozen=True)
class Measured:
    """What a load gave: requests a second; in milliseconds the workers' processor time and the times of requests."""

    per_second: float
    cpu_ms: float
    median_ms: float
    p95_ms: float
    p99_ms: float

    def row(self, name: str, beside: "Measured | None" = None, *, share_of: "Measured | None" = None) -> str:
        """One line of the table: how many times as many ``beside`` answered, or what share of another this is."""
        ratio = f"{beside.per_second / self.per_second:8.1f}" if beside else ""
        ratio = f"{self.per_second / share_of.per_second:8.2f}" if share_of else ratio
        times = f"{self.median_ms:8.1f} {self.p95_ms:8.1f} {self.p99_ms:8.1f}"
        return f"{name:<28} {self.per_second:8.1f} {self.cpu_ms:8.2f} {times} {ratio}"


HEADER = f"{'':<28} {'req/s':>8} {'cpu ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'x bare':>8}"


class Server(Protocol):
    """What is loaded: where it listens, and how much processor time its workers have taken, in seconds."""

    @property
    def address(self) -> str: ...

    def cpu_seconds(self) -> float: ...


def load(server: Server, path: str, *, seconds: float = 4.0) -> Measured:
    """Ask for one page from 16 connections for some seconds, after one second of warming up.

    Raises ``RuntimeError`` at the first answer that is not 200.
    """
    asyncio.run(_drive(server.address, path, 1.0))
    return measured(server, lambda: asyncio.run(_drive(server.address, path, seconds)))


def measured(server: Server, act: Callable[[], list[float]]) -> Measured:
    """What the act gave, which returns the times of single requests in seconds."""
    begun, spent = time.perf_counter(), server.cpu_seconds()
    times = act()
    seconds, cpu = time.perf_counter() - begun, server.cpu_seconds() - spent
    cuts = [cut * 1000 for cut in quantiles(times, n=100)]
    return Measured(len(times) / seconds, cpu / len(times) * 1000, cuts[49], cuts[94], cuts[98])


async def _drive(base: str, path: str, seconds: float) -> list[float]:
    parts = urlsplit(base)
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", "Accept-Language: lv", "Connection: keep-alive"]
    request = "\r\n".join([*lines, "", ""]).encode()
    end = time.perf_counter() + seconds
    times: list[float] = []

    async def one_client() -> None:
        while time.perf_counter() < end:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            for _ in range(PER_CONNECTION):
                begun = time.perf_counter()
                writer.write(request)
                await _read_answer(reader, path)
                times.append(time.perf_counter() - begun)
            writer.close()

    await asyncio.gather(*(one_client() for _ in range(CONNECTIONS)))
    return times


async def _read_answer(reader: asyncio.StreamReader, path: str) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = head.split(" ", 2)[1]
    if status != "200":
        raise RuntimeError(f"{path} answered {status}")
    length = next(line for line in head.split("\r\n") if line.lower().startswith("content-length:"))
    await reader.readexactly(int(length.partition(":")[2]))


def wait_until(is_ready: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to become true. Raises ``TimeoutError``."""
    end = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > end:
            raise TimeoutError("the server did not start")
        time.sleep(0.05)
