"""QR codes as one SVG path: sharp on paper, no picture file, nothing inline that a strict CSP refuses."""

from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4  # modules of white the standard asks for


@dataclass(frozen=True)
class QrCode:
    """`path` draws the dark modules in a field of `size` by `size`."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrCode(size=len(rows), path=dark)
