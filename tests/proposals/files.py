"""Files as people send them, good and bad."""

import struct
import zlib
from io import BytesIO

from PIL import Image

SECRET_PLACE = b"55.8747N-secret"


def jpeg(width: int = 64, height: int = 48, *, with_exif: bool = False) -> BytesIO:
    """A photo; ``with_exif`` one that tells where it was taken."""
    picture = Image.new("RGB", (width, height), "green")
    exif = Image.Exif()
    if with_exif:
        exif[0x010E] = SECRET_PLACE.decode()
        exif[0x0112] = 6  # the camera was held upright
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def pdf() -> BytesIO:
    """The smallest thing that begins and ends as a PDF does."""
    return BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def bomb() -> BytesIO:
    """A PNG of a few kilobytes that would unfold to 30,000 by 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 100_000, 9)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks)))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def script() -> BytesIO:
    """A program that calls itself a picture."""
    return BytesIO(b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(document.cookie)//<script>alert(1)</script>")


def drawing_with_script() -> BytesIO:
    """An SVG that runs a program."""
    return BytesIO(
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    )
