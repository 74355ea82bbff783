"""Asking the sources over HTTP: politely, again where it may help, and from the cache where it can.

Each service has its own pace. Only what the user's references print is sent, with the name of this
program and, if the user gave one, an address to complain to.
"""

import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ingest.http import TryAgainError, retry_after, retrying
from ingest.sources.cache import MAX_AGE, Cache
from ingest.sources.request import Request, Service, SourceAnswer
from ontology import settings
from ontology.errors import ResolveError, SettingError, shown
from ontology.settings import Setting

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)

ADDRESSES: Mapping[Service, Setting] = {
    "crossref": settings.CROSSREF_URL,
    "eutils": settings.EUTILS_URL,
    "idconv": settings.IDCONV_URL,
    "europepmc": settings.EUROPEPMC_URL,
}
"""The setting that gives the address of each service."""

TRIES = 4
LONGEST_WAIT = 60.0
"""The most attempts for a request, and the most seconds to wait between them."""

LARGEST = 10_000_000
"""The most bytes of an answer; ten works take about half a megabyte."""

REDIRECTS = 3
_HERE = ("localhost", "127.0.0.1", "::1")
_AGAIN = (429, 500, 502, 503, 504)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a client: addresses, contact, key, and times in seconds."""

    addresses: Mapping[Service, str]
    mail: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    first_wait: float = 1.0
    offline: bool = False
    refresh: bool = False

    @classmethod
    def from_environment(cls, *, offline: bool = False, refresh: bool = False) -> "Settings":
        """`ALLTRACE_MAILTO`, `ALLTRACE_TIMEOUT`, `NCBI_API_KEY`, the addresses. ResolveError."""
        mail = settings.MAILTO.text() or None
        if mail is not None and not _MAIL.fullmatch(mail):
            raise ResolveError(f"{settings.MAILTO.name}: {shown(mail)} is no mail address")
        return cls(
            addresses={name: _address(where) for name, where in ADDRESSES.items()},
            mail=mail,
            key=settings.NCBI_API_KEY.text() or None,
            timeout=_seconds(settings.TIMEOUT, 30.0),
            offline=offline,
            refresh=refresh,
        )


def default_cache() -> Path:
    """The directory for answers: `ALLTRACE_CACHE`, or a folder of the user's cache directory."""
    if given := settings.CACHE.text():
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("alltrace", appauthor=False) / "answers"


class Client:
    """A client that sends one request at a time; tests replace `clock` and `sleep`."""

    def __init__(
        self,
        settings: Settings,
        cache: Cache | None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.answered = 0
        self.notes: list[str] = []
        self.silent: dict[Service, str] = {}
        self._cache = cache
        self._clock, self._sleep = clock, sleep
        self._interval = {"crossref": 1 / 5, "ncbi": 1 / 10 if settings.key else 1 / 3}
        self._interval["europepmc"] = 1 / 10
        self._last: dict[str, float] = {}
        self._met: set[Service] = set()
        self._opened: httpx.Client | None = None

    def fetch(
        self, request: Request, read: Callable[[Request, bytes], SourceAnswer]
    ) -> SourceAnswer:
        """The parsed answer to a request; only readable answers are cached. Raises ResolveError."""
        base, cached = self.settings.addresses[request.service], None
        if self._cache is not None and not (self.settings.refresh and not self.settings.offline):
            cached = self._cache.get(base, request)
        fresh = cached and 0 <= self._clock() - cached.when < MAX_AGE
        if cached is not None and (fresh or self.settings.offline):
            try:
                answer = _read(request, cached.body, read)
            except ResolveError:
                pass  # kept by an earlier version that read it otherwise
            else:
                self.answered += 1
                _log.debug("%s: answered from the cache", request.service)
                return answer
        host = urlsplit(base).hostname or base
        if self.settings.offline:
            raise ResolveError(f"the cache holds no answer from {host}")
        if request.service in self.silent:
            raise ResolveError(self.silent[request.service])
        body = self._ask(request, host)
        _log.debug("%s: %s answered", request.service, host)
        try:
            answer = _read(request, body, read)
        except ResolveError as error:
            raise ResolveError(f"{host}: {error}") from None
        self.answered += 1
        self._keep(base, request, body)
        return answer

    def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            self._opened.close()

    def _keep(self, base: str, request: Request, body: bytes | None) -> None:
        if self._cache is None:
            return
        try:
            self._cache.put(base, request, body, self._clock())
        except OSError as error:
            self.notes.append(
                f"{self._cache.folder}: the cache is not used: {error.strerror or error}"
            )
            self._cache = None

    def _ask(self, request: Request, host: str) -> bytes | None:
        """The body of the answer; None if the source has no such work."""
        tries = retrying(TRIES, self.settings.first_wait, LONGEST_WAIT, self._sleep, _log)
        try:
            body: bytes | None = tries(self._ask_once, request, host)
        except _SilentError as error:
            self.silent[request.service] = f"no answer from {host}: {error}"
            raise ResolveError(self.silent[request.service]) from None
        except TryAgainError as error:
            self.silent[request.service] = f"no answer from {host}: {error}; tried {TRIES} times"
            raise ResolveError(self.silent[request.service]) from None
        return body

    def _ask_once(self, request: Request, host: str) -> bytes | None:
        import httpx

        url = self._url(request)
        try:
            for _ in range(REDIRECTS + 1):
                self._pace(request.service)
                with self._client().stream("GET", url) as answer:
                    self._learn_pace(request.service, answer.headers)
                    if answer.is_redirect:
                        url = _redirected(answer, host)
                        continue
                    return self._body(answer, host, request)
        except httpx.TimeoutException:
            raise self._unreachable(request, "no answer within the time allowed") from None
        except httpx.TransportError as error:
            raise self._unreachable(request, _first_line(error) or type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ResolveError(f"{host}: the answer cannot be read: {_first_line(error)}") from None
        raise ResolveError(f"{host}: too many redirects")

    def _unreachable(self, request: Request, reason: str) -> Exception:
        """The error for a failed request, which is repeated only if the host answered before."""
        return TryAgainError(reason) if request.service in self._met else _SilentError(reason)

    def _body(self, answer: "httpx.Response", host: str, request: Request) -> bytes | None:
        code = answer.status_code
        if code in _AGAIN:
            seconds = retry_after(answer.headers.get("retry-after", ""))
            if seconds > LONGEST_WAIT:
                raise _SilentError(f"HTTP {code}, and it asks to wait {seconds:.0f} seconds")
            raise TryAgainError(f"HTTP {code}", seconds)
        self._met.add(request.service)
        if code == 404 and request.by is not None:
            return None
        if code != 200:
            raise ResolveError(f"{host}: HTTP {code}")
        parts, size, end = [], 0, time.monotonic() + 2 * self.settings.timeout
        for part in answer.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise ResolveError(f"{host}: the answer is longer than {LARGEST // 10**6} MB")
            if time.monotonic() > end:
                raise TryAgainError("the answer did not end within the time allowed")
        return b"".join(parts)

    def _client(self) -> "httpx.Client":
        if self._opened is None:
            import httpx

            mail = self.settings.mail
            contact = f" (mailto:{mail})" if mail else ""
            self._opened = httpx.Client(
                timeout=self.settings.timeout,
                headers={"User-Agent": f"alltrace/{version('alltrace')}{contact}"},
                follow_redirects=False,
            )
        return self._opened

    def _url(self, request: Request) -> str:
        mail, key = self.settings.mail, self.settings.key
        polite: list[tuple[str, str]] = []
        if request.service == "crossref" and mail:
            polite = [("mailto", mail)]
        elif request.service in ("eutils", "idconv"):
            polite = [("tool", "alltrace"), *([("email", mail)] if mail else [])]
            if key and request.service == "eutils":
                polite.append(("api_key", key))
        base = self.settings.addresses[request.service]
        query = urlencode([*request.params, *polite])
        return f"{base}/{request.path}{'?' if query else ''}{query}"

    def _pace(self, service: Service) -> None:
        """Wait until the service's rate limit allows a request."""
        who = _who(service)
        wait = self._last.get(who, -LONGEST_WAIT) + self._interval[who] - self._clock()
        if wait > 0:
            self._sleep(min(wait, self._interval[who]))  # more only if the clock was set back
        self._last[who] = self._clock()

    def _learn_pace(self, service: Service, headers: "httpx.Headers") -> None:
        """Adopt the rate limit in Crossref's headers."""
        limit = re.fullmatch(r"\d{1,6}", headers.get("x-rate-limit-limit", ""))
        interval = re.fullmatch(r"(\d{1,5})s?", headers.get("x-rate-limit-interval", ""))
        if service == "crossref" and limit and interval and int(limit[0]) > 0:
            asked = int(interval[1]) / int(limit[0])
            self._interval["crossref"] = min(max(asked, 1 / 50), LONGEST_WAIT)


class _SilentError(Exception):
    """A host that gives no answer and is not asked again in this run."""


def _read(
    request: Request, body: bytes | None, read: Callable[[Request, bytes], SourceAnswer]
) -> SourceAnswer:  # fmt: skip
    return SourceAnswer() if body is None else read(request, body)


def _who(service: Service) -> str:
    """The owner of the rate limit; NCBI's two services share one."""
    return "ncbi" if service in ("eutils", "idconv") else service


def _redirected(answer: "httpx.Response", host: str) -> str:
    """The target of a redirect, which must be on the same host. Raises ResolveError."""
    import httpx

    here = answer.request.url
    try:
        there = here.join(answer.headers.get("location", ""))
    except httpx.InvalidURL:
        raise ResolveError(f"{host}: redirects to an invalid address") from None
    secure = there.scheme == here.scheme or (here.scheme, there.scheme) == ("http", "https")
    same_port = there.port == here.port or there.scheme != here.scheme
    if there.host != here.host or not secure or not same_port or there.userinfo:
        raise ResolveError(f"{host}: redirects to {shown(there.host or 'elsewhere')}, not followed")
    return str(there)


def _address(setting: Setting) -> str:
    variable, given = setting.name, setting.text().rstrip("/")
    try:
        parts = urlsplit(given)
        # A plain line only to this machine: what is asked, and the key, are nobody else's.
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        good = safe and parts.hostname and not parts.query
    except ValueError:
        good = False
    if not good:
        raise ResolveError(f"{variable}: {shown(given)} is no https address")
    if parts.username or parts.password:
        raise ResolveError(f"{variable}: an address with a password in it is not accepted")
    return given


def _seconds(setting: Setting, default: float) -> float:
    """The timeout from the environment, else the default of the sources."""
    try:
        return setting.seconds(os.environ.get(setting.name) or str(default))
    except SettingError as error:
        raise ResolveError(str(error)) from None


def _first_line(error: Exception) -> str:
    return " ".join((str(error).strip().splitlines() or [""])[0].split())[:200]
