"""Whether a browser sent a request from a page of this server: a page cannot change its origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

PORTS = {"http": 80, "https": 443}


def same_origin(connection: HTTPConnection) -> bool:
    """Whether host and port of the Origin are those that the browser asked for, as its Host header says.

    Newer browsers add Sec-Fetch-Site, which must then agree. X-Forwarded-Host is not read: anybody can send it, and
    a proxy passes the Host on unchanged (docs/deployment.md).
    """
    if connection.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = urlsplit(connection.headers.get("origin", ""))
    if connection.url.scheme in ("https", "wss") and origin.scheme != "https":
        return False  # behind TLS a page without it is another origin, which anybody on the way can write
    asked = _place(origin.scheme, origin.netloc)
    return asked is not None and asked == _place(origin.scheme, connection.headers.get("host", ""))


def from_elsewhere(connection: HTTPConnection) -> bool:
    """Whether a request names an origin that is not ours. Programs that are no browser name none."""
    return "origin" in connection.headers and not same_origin(connection)


def _place(scheme: str, netloc: str) -> tuple[str, int] | None:
    """Host and port; the port that the scheme stands for where none is written. None for what is no address."""
    try:
        place = urlsplit(f"//{netloc}")
        host, port = place.hostname, place.port
    except ValueError:
        return None
    if not host or scheme not in PORTS or "@" in netloc:
        return None
    return host, port or PORTS[scheme]
