"""Where a request comes from, believing only as many proxies as are ours."""

import ipaddress
from collections.abc import Mapping


def client_address_of(meta: Mapping[str, str], *, trusted_proxies: int) -> str | None:
    """The address the outermost trusted proxy saw; without proxies the address of the connection itself."""
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    address = hops[-trusted_proxies] if 0 < trusted_proxies <= len(hops) else meta.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return None
