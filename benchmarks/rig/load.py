"""A load from 16 connections on loopback: requests over kept-alive HTTP/1.1, counted and timed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit

CONNECTIONS = 16


@dataclass(frozen=True)
class Measured:
    """What a load gave: requests a second, and the times of single requests in milliseconds."""

    per_second: float
    median_ms: float
    p95_ms: float
    p99_ms: float

    def row(self, name: str, beside: "Measured | None" = None) -> str:
        """One line for the printed table, with the ratio to another load of the same run."""
        ratio = f"{self.per_second / beside.per_second:6.2f}" if beside else "      "
        times = f"{self.median_ms:8.1f} {self.p95_ms:8.1f} {self.p99_ms:8.1f}"
        return f"{name:<34} {self.per_second:9.1f} {times} {ratio}"


HEADER = f"{'':<34} {'req/s':>9} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'ratio':>6}"


def load(base: str, path: str, *, seconds: float = 4.0, cookie: str = "") -> Measured:
    """Ask for one page from 16 connections for some seconds, after one second of warming up.

    Raises ``RuntimeError`` at the first answer that is not 200.
    """
    asyncio.run(_drive(base, path, 1.0, cookie))
    return asyncio.run(_drive(base, path, seconds, cookie))


async def _drive(base: str, path: str, seconds: float, cookie: str) -> Measured:
    parts = urlsplit(base)
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", "Accept-Language: lv", "Connection: keep-alive"]
    request = "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()
    end = time.perf_counter() + seconds
    times: list[float] = []

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            writer.write(request)
            await _read_answer(reader, path)
            times.append(time.perf_counter() - begun)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return summary(times, time.perf_counter() - begun)


async def _read_answer(reader: asyncio.StreamReader, path: str) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = head.split(" ", 2)[1]
    if status != "200":
        raise RuntimeError(f"{path} answered {status}")
    length = next(line for line in head.split("\r\n") if line.lower().startswith("content-length:"))
    await reader.readexactly(int(length.partition(":")[2]))


def summary(times: list[float], seconds: float) -> Measured:
    """Rate and percentiles of single times, given in seconds."""
    cuts = quantiles(times, n=100)
    return Measured(len(times) / seconds, cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000)


def wait_until(is_ready: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to become true. Raises ``TimeoutError``."""
    end = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > end:
            raise TimeoutError("the server did not start")
        time.sleep(0.05)
