"""Which model is asked, at which address, and whether that is this machine."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from ontology.errors import ModelError, shown

_NAME = re.compile(r"[\w.:/@+-]{1,120}")


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """An OpenAI-compatible server and the name of a model on it.

    `local` says whether the host named is this machine: `localhost`, or a loopback address. Any
    other name may lead elsewhere, whatever it leads to today.
    """

    url: str
    name: str
    host: str
    local: bool

    @classmethod
    def of(cls, text: str, *, allow_remote: bool = False) -> "ModelChoice":
        """The choice that `URL#NAME` names. Raises ModelError.

        A model that is not on this machine must be allowed. An address without a path is that of
        the server, whose interface is under `/v1`.

        >>> ModelChoice.of("http://127.0.0.1:8080#small").url
        'http://127.0.0.1:8080/v1'
        >>> ModelChoice.of("https://models.example.org/v1#large")
        Traceback (most recent call last):
        ontology.errors.ModelError: models.example.org is not this machine, and the text of \
documents would be sent there; --allow-remote allows it
        """
        import httpx  # takes a while to load

        address, _, name = text.strip().partition("#")
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            raise ModelError(f"{shown(text)}: {_WANTED}", value=text) from None
        if url.scheme not in ("http", "https") or not url.host or not _NAME.fullmatch(name):
            raise ModelError(f"{shown(text)}: {_WANTED}", value=text)
        if url.userinfo or url.query:
            message = f"{url.host}: the address of a model holds no user, password or query"
            raise ModelError(f"{message}; a key goes into ALLTRACE_MODEL_KEY")
        if not (local := _is_loopback(url.host)) and not allow_remote:
            raise ModelError(
                f"{url.host} is not this machine, and the text of documents would be sent there; "
                "--allow-remote allows it"
            )
        path = url.path.rstrip("/") or "/v1"
        return cls(str(url.copy_with(path=path)), name, url.host, local)


_WANTED = "a model is named as URL#NAME, such as http://127.0.0.1:8080#small"


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name alone, without asking who answers to it.

    >>> [_is_loopback(host) for host in ("localhost", "127.0.0.2", "::1", "localhost.example.org")]
    [True, True, True, False]
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
