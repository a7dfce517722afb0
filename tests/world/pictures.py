"""A picture as a phone would send it."""

from io import BytesIO

from PIL import Image


def a_picture(colour: str = "green", size: tuple[int, int] = (40, 30)) -> BytesIO:
    """A small picture as a phone would send it."""
    sent = BytesIO()
    Image.new("RGB", size, colour).save(sent, "PNG")
    sent.seek(0)
    return sent
