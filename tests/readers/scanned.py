"""Pages as a scanner gives them: askew, with noise, a little blurred, as JPEG pictures in a PDF."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

ASKEW = (0.5, -0.4, 0.3)  # degrees, page after page


def scan(pdf: bytes, *, pages: int | None = None, dpi: int, seed: int) -> bytes:
    """The first `pages` of a PDF, or all, printed and scanned at `dpi`."""
    chance = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    count = len(document) if pages is None else pages
    pictures = [_scanned(document[at], dpi, ASKEW[at % len(ASKEW)], chance) for at in range(count)]
    document.close()
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=60)
    return buffer.getvalue()


def _scanned(page: pypdfium2.PdfPage, dpi: int, angle: float, chance: np.random.Generator) -> Image.Image:
    printed = page.render(scale=dpi / 72).to_pil().convert("L")
    turned = printed.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.6)
    )
    noise = chance.normal(0, 14, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + noise, 0, 255).astype("uint8"))
