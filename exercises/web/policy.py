"""Security headers. Streamlit's pages load only from this server; the sign-in pages run no script at all."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path

COMMON = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def source_hash(text: str) -> str:
    """The CSP source that allows exactly this inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def form_policy(style: str) -> str:
    """The content security policy of a sign-in page with one inline stylesheet."""
    return (
        f"default-src 'none'; style-src {source_hash(style)}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def app_policy() -> str:
    """The content security policy of Streamlit's pages.

    Styles are made at run time, so inline ones are allowed. Scripts are files, plus the one inline script of the
    installed Streamlit's own page, by its hash; charts use Vega's interpreter and need no eval. Protobuf's 64-bit
    numbers use WebAssembly.
    """
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *map(source_hash, _inline_scripts())])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; media-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'"
    )


def _inline_scripts() -> list[str]:
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        return []
    page = (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    return re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
