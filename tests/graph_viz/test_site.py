"""The addresses under w3id.org lead to files that `make site` writes, by what a client takes."""

import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from htaccess import Redirect, answer, rules

from graph_viz.site import site
from ontology.alignment import own_terms
from ontology.terms import SKOS, local_name
from ontology.vocabulary import SCHEMES, concepts
from places import HOUSE

pytestmark = pytest.mark.skipif(
    not (HOUSE / "w3id").is_dir(), reason="runs in a checkout, not beside a wheel"
)

PAGES = "https://example.org/alltrace/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "text/turtle;q=1.0, application/rdf+xml;q=0.8, text/html;q=0.5, */*;q=0.1"
JSONLD = "application/ld+json, application/json"
ANY = "*/*"

REQUESTS = [
    ("ns", BROWSER, "ns/current/index.html"),
    ("ns", RDFLIB, "ns/current/alltrace.ttl"),
    ("ns/", JSONLD, "ns/current/alltrace.jsonld"),
    ("ns", ANY, "ns/current/alltrace.ttl"),
    ("ns/0.1.0", BROWSER, "ns/0.1.0/index.html"),
    ("ns/0.1.0", RDFLIB, "ns/0.1.0/alltrace.ttl"),
    ("ns/0.1.0", JSONLD, "ns/0.1.0/alltrace.jsonld"),
    ("ns/0.1.0/", ANY, "ns/0.1.0/alltrace.ttl"),
    ("ns/context.jsonld", BROWSER, "ns/current/context.jsonld"),
    ("ns/0.1.0/context.jsonld", ANY, "ns/0.1.0/context.jsonld"),
    ("ns/shapes.ttl", ANY, "ns/current/shapes.ttl"),
    ("vocab/drug", BROWSER, "vocab/drug.html"),
    ("vocab/drug", RDFLIB, "vocab/drug.ttl"),
    ("vocab/drug/blinatumomab", BROWSER, "vocab/drug.html#blinatumomab"),
    ("vocab/drug/blinatumomab", ANY, "vocab/drug.ttl"),
    ("data/alltrace.nq", ANY, "data/alltrace.nq"),
    ("data/alltrace.jsonld", BROWSER, "data/alltrace.jsonld"),
    ("id/study/aall1331", BROWSER, "explorer.html"),
    ("id/study/aall1331", RDFLIB, "data/alltrace.ttl"),
    ("id/study/aall1331", JSONLD, "data/alltrace.jsonld"),
    ("", BROWSER, "index.html"),
]

OF_THE_BUILD = {f"data/alltrace.{form}" for form in ("nq", "trig", "ttl", "jsonld")} | {
    "explorer.html"
}


@pytest.fixture(scope="module")
def redirects() -> str:
    return (HOUSE / "w3id" / ".htaccess").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return dict(site())


@pytest.mark.parametrize(("path", "accept", "target"), REQUESTS)
def test_each_address_leads_to_the_form_that_the_client_takes(
    redirects: str, path: str, accept: str, target: str
) -> None:
    assert answer(redirects, path, accept) == Redirect(303, PAGES + target)


@pytest.mark.parametrize(
    "path", ["ns/1", "ns/other.ttl", "vocab/animal", "data/secret.nq", "x/../ns"]
)
def test_other_addresses_lead_nowhere(redirects: str, path: str) -> None:
    assert answer(redirects, path, ANY) is None


def test_every_target_is_a_file_that_is_written(written: dict[str, bytes]) -> None:
    targets = {target.partition("#")[0] for _, _, target in REQUESTS}
    assert targets - OF_THE_BUILD <= set(written)


def test_the_place_of_publication_stands_once(redirects: str) -> None:
    spoken = "\n".join(line for line in redirects.splitlines() if not line.startswith("#"))
    assert len(re.findall(r"https?://", spoken)) == 1
    assert all(rule.flags.get("R") == "303" for rule in rules(redirects) if rule.target != "-")


def test_every_term_and_concept_has_its_place_on_a_page(written: dict[str, bytes]) -> None:
    page = written["ns/current/index.html"].decode()
    assert all(f'id="{local_name(term.iri)}"' in page for term in own_terms())
    for scheme in SCHEMES:
        page = written[f"vocab/{scheme}.html"].decode()
        assert all(f'id="{notation}"' in page for notation in concepts()[scheme])


def test_turtle_and_json_ld_of_the_ontology_say_the_same(written: dict[str, bytes]) -> None:
    forms = (("alltrace.ttl", ox.RdfFormat.TURTLE), ("alltrace.jsonld", ox.RdfFormat.JSON_LD))
    read = [set(ox.parse(written[f"ns/0.1.0/{name}"], format=form)) for name, form in forms]
    assert read[0] == read[1]
    for scheme in SCHEMES:
        graph = rdflib.Graph().parse(data=written[f"vocab/{scheme}.ttl"], format="turtle")
        assert (None, None, rdflib.URIRef(SKOS + "ConceptScheme")) in graph


# -- the same requests to a real server, where there is one ----------------------------------------

APACHE = shutil.which("apache2") or shutil.which("httpd")
PLACE = Path(APACHE).resolve().parents[1] if APACHE else Path("/nowhere")
MODULES = next(iter(PLACE.glob("lib*/apache2/modules")), None)

CONFIGURATION = """\
ServerRoot {root}
ServerName localhost
PidFile {root}/pid
ErrorLog {root}/errors
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule rewrite_module {modules}/mod_rewrite.so
TypesConfig /dev/null
DocumentRoot {root}/pages
<Directory {root}/pages>
AllowOverride All
Require all granted
</Directory>
"""


class Unled(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("apache")
    (root / "pages" / "alltrace").mkdir(parents=True)
    shutil.copy(HOUSE / "w3id" / ".htaccess", root / "pages" / "alltrace")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = root / "httpd.conf"
    configuration.write_text(CONFIGURATION.format(root=root, port=port, modules=MODULES))
    running = subprocess.Popen([str(APACHE), "-X", "-f", str(configuration)])
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/alltrace/"
    running.terminate()
    running.wait()


@pytest.mark.skipif(not (APACHE and MODULES), reason="no Apache HTTP server is installed")
@pytest.mark.parametrize(("path", "accept", "target"), REQUESTS)
def test_a_real_server_answers_alike(server: str, path: str, accept: str, target: str) -> None:
    request = urllib.request.Request(server + path, headers={"Accept": accept})
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.build_opener(Unled).open(request, timeout=10)
    assert told.value.code == 303
    assert told.value.headers["Location"] == PAGES + target
    assert told.value.headers["Access-Control-Allow-Origin"] in ("*", None)
