"""What can be read in a PDF that the site has made: the text of its pages, as a person copies it."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_RANGES = re.compile(rb"begin(bfchar|bfrange)(.*?)end", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
_FONTS = re.compile(rb"/F(\d+) (\d+) 0 R")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(data: bytes) -> str:
    """The text of all pages in the order in which it was written, one line for each piece."""
    fonts = {name: _letters(data, number) for name, number in _FONTS.findall(data)}
    lines, font = [], {}
    for stream in map(_plain, _STREAM.findall(data)):
        for name, text in _SHOWN.findall(stream):
            if name:
                font = fonts.get(name, {})
            else:
                codes = _unescaped(text)
                pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
                lines.append("".join(font.get(int.from_bytes(pair), "") for pair in pairs))
    return "\n".join(lines)


def _letters(data: bytes, number: bytes) -> dict[int, str]:
    """Code in the page → letter, by the map that belongs to a font."""
    said = re.search(rb"\n%s 0 obj(.*?)endobj" % number, data, re.DOTALL)
    where = re.search(rb"/ToUnicode (\d+) 0 R", said[1]) if said else None
    held = (
        re.search(rb"\n%s 0 obj.*?stream\r?\n(.*?)\r?\nendstream" % where[1], data, re.DOTALL)
        if where
        else None
    )
    letters: dict[int, str] = {}
    for kind, body in _RANGES.findall(_plain(held[1]) if held else b""):
        values = [bytes.fromhex(text.decode()) for text in re.findall(rb"<([0-9A-Fa-f]+)>", body)]
        step = 2 if kind == b"bfchar" else 3
        for at in range(0, len(values) - step + 1, step):
            first = int.from_bytes(values[at])
            last = first if step == 2 else int.from_bytes(values[at + 1])
            start = values[at + step - 1].decode("utf-16-be")
            for code in range(first, last + 1):
                letters[code] = start[:-1] + chr(ord(start[-1]) + code - first)
    return letters


def _plain(stream: bytes) -> bytes:
    try:
        # Not zlib.decompress: a last byte that looks like a line end may be cut off.
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _unescaped(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), text, flags=re.DOTALL)
