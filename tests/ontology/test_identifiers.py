"""The public registers: an identifier has one form and one IRI, whatever else it holds."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.identifiers import REGISTERS, TRIALS, of_trial
from ontology.registries import REGISTRIES, registration_number

# An example of each register, as the Bioregistry gives it.
EXAMPLES = {
    "NCIT": "C138986", "MONDO": "0000001", "CHEBI": "138488", "OAE": "0002959", "EFO": "0005147",
    "mesh": "C063233", "rxnorm": "221058", "atc": "A10BA02", "drugbank": "DB14938",
    "orphanet.ordo": "C023", "loinc": "LL379-9", "omop": "1",
    "doi": "10.1038/s41597-022-01807-3", "pubmed": "16333295", "pmc": "PMC3084216",
    "orcid": "0000-0003-4423-4370", "ror": "03yrm5c26", "clinicaltrials": "NCT00222573",
    "isrctn": "ISRCTN10175490", "euclinicaltrials": "2008-005144-16", "drks": "DRKS00031815",
    "jrct": "jRCTs041220087", "ctri": "CTRI/2023/04/052053", "anzctr": "ACTRN12623000498695",
}  # fmt: skip


def test_there_is_an_example_of_each_register() -> None:
    assert EXAMPLES.keys() == REGISTERS.keys()


@pytest.mark.parametrize("prefix", sorted(EXAMPLES))
def test_an_example_has_the_form_of_its_register_and_an_iri(prefix: str) -> None:
    iri = REGISTERS[prefix].iri(EXAMPLES[prefix])
    assert ox.NamedNode(iri).value == iri
    assert EXAMPLES[prefix].lower() in iri.lower()


@pytest.mark.parametrize("prefix", sorted(EXAMPLES))
@pytest.mark.parametrize("text", ["", "<", " C1", "C1 ", "C1\n", "NCIT:C1", "?"])
def test_what_is_no_identifier_is_refused(prefix: str, text: str) -> None:
    with pytest.raises(ValueError, match="no identifier of"):
        REGISTERS[prefix].iri(text)


@given(st.text(min_size=1))
def test_no_doi_breaks_out_of_its_iri(text: str) -> None:
    register = REGISTERS["doi"]
    if register.holds(doi := f"10.1000/{text}"):
        ox.NamedNode(register.iri(doi))


def test_a_doi_has_one_iri_however_its_letters_are_written() -> None:
    register = REGISTERS["doi"]
    assert register.iri("10.1000/ABC") == register.iri("10.1000/abc")
    assert register.iri("10.1000/a#b?c") == "https://doi.org/10.1000/a%23b%3Fc"


def test_the_registries_of_trials_are_known_by_their_names() -> None:
    assert {one.title for one in TRIALS} <= {one.name for one in REGISTRIES}


@pytest.mark.parametrize(
    ("number", "iri"),
    [
        ("NCT 01234567", "https://www.clinicaltrials.gov/study/NCT01234567"),
        ("ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
        ("EudraCT 2012-012345-30", "2012-012345-30"),
        ("2023-512345-40", None),  # no address of the shortened number is known
        ("UMIN000000001", None),
        ("AB-12", None),
    ],
)
def test_a_registration_leads_to_its_registry_where_an_address_is_known(
    number: str, iri: str | None
) -> None:
    read = registration_number(number)
    led = of_trial(read.registry, read.number)
    assert (led is None) == (iri is None)
    assert iri is None or str(led).endswith(iri)
