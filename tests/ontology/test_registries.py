"""Registration numbers: each registry's form is known, and all spellings are one registration."""

import re

import pytest

from ontology.model import Registration, Study
from ontology.registries import registration_number


@pytest.mark.parametrize(
    ("text", "number", "registry"),
    [
        ("NCT99900001", "NCT99900001", "ClinicalTrials.gov"),
        ("nct 99900001", "NCT99900001", "ClinicalTrials.gov"),
        ("ClinicalTrials.gov Identifier: NCT99900001", "NCT99900001", "ClinicalTrials.gov"),
        ("ISRCTN-99900001", "ISRCTN99900001", "ISRCTN"),
        ("EudraCT number 2031-099999-12", "2031-099999-12", "EudraCT"),
        ("EUCTR2031-099999-12-GB", "2031-099999-12", "EudraCT"),
        ("2031-599999-12-00", "2031-599999-12", "Information System"),
        ("EU CT 2031-599999-12", "2031-599999-12", "Information System"),
        ("ChiCTR3100099999", "ChiCTR3100099999", "Chinese"),
        ("chictr-trc-31009999", "ChiCTR-TRC-31009999", "Chinese"),
        ("JPRN-UMIN000099999", "UMIN000099999", "UMIN"),
        ("JPRN-jRCTs031319999", "jRCTs031319999", "Japan Registry"),
        ("jRCT1031319999", "jRCT1031319999", "Japan Registry"),
        ("DRKS00099999", "DRKS00099999", "German"),
        ("ACTRN12631000999999", "ACTRN12631000999999", "ANZCTR"),
        ("NTR99999", "NTR99999", "Netherlands"),
        ("NL-OMON99999", "NL-OMON99999", "OMON"),
        ("IRCT20310101099999N1", "IRCT20310101099999N1", "Iranian"),
        ("CTRI-2031-01-099999", "CTRI/2031/01/099999", "India"),
        ("KCT0099999", "KCT0099999", "Korea"),
        ("PACTR203101099999999", "PACTR203101099999999", "Pan African"),
        ("RBR-9x9y9z", "RBR-9x9y9z", "ReBEC"),
        ("SLCTR/2031/009", "SLCTR/2031/009", "Sri Lanka"),
        ("TCTR20310101009", "TCTR20310101009", "Thai"),
        ("RPCEC00099999", "RPCEC00099999", "Cuba"),
        ("HKUCTR-9999", "HKUCTR-9999", "HKU"),
    ],
)
def test_a_number_has_one_spelling_and_tells_its_registry(
    text: str, number: str, registry: str
) -> None:
    read = registration_number(text)
    assert read.number == number
    assert registry in str(read.registry)
    assert registration_number(read.label) == read


@pytest.mark.parametrize(
    "text", ["NCT9990001", "NCT999000011", "2031-12", "AALL9999", "ISRCTN", "CTRI/2031/099999"]
)
def test_what_has_the_form_of_no_registry_is_kept_and_told(text: str) -> None:
    kept = Registration.model_validate(text)
    assert (kept.number, kept.registry) == (text, None)
    (doubt,) = kept.doubts
    assert text in doubt


def test_the_name_in_an_iri_is_of_the_number_alone_and_holds_no_markup() -> None:
    spellings = ("CTRI/2031/01/099999", "ctri-2031-01-099999")
    assert {Registration.model_validate(s).id for s in spellings} == {"CTRI-2031-01-099999"}
    odd = Registration.model_validate('a"> <b> } é')
    assert re.fullmatch(r"[A-Za-z0-9%._~-]+", odd.id)
    assert odd.number == 'a"> <b> } é'


def test_a_study_writes_its_registrations_as_it_reads_them() -> None:
    study = Study.model_validate(
        {"id": "x", "label": "X", "registrations": ["NCT99900001", "EudraCT 2031-099999-12"]}
    )
    written = study.model_dump(mode="json")["registrations"]
    assert written == ["NCT99900001", "EudraCT 2031-099999-12"]
