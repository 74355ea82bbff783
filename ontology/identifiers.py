"""The public registers whose identifiers the graph leads to, with the form and IRI of each.

Prefixes, patterns and addresses are those of the Bioregistry, version 0.15.6; where it knows
several addresses, the one that it prefers.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

SAFE = "/:()!$'*,;=~-._+@"
"""What an identifier may keep of itself in an IRI; all else is escaped."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its prefix, what its identifiers look like, and where `$1` leads."""

    prefix: str
    title: str
    pattern: str
    address: str

    @property
    def prefix_iri(self) -> str:
        """What precedes an identifier in its IRI, where nothing follows it."""
        return self.address.removesuffix("$1")

    def holds(self, identifier: str) -> bool:
        """Whether this is an identifier of the register, by its form."""
        return re.fullmatch(self.pattern, identifier) is not None

    def iri(self, identifier: str) -> str:
        """The IRI of an identifier; ValueError for one of another form.

        >>> REGISTERS["NCIT"].iri("C62528")
        'http://purl.obolibrary.org/obo/NCIT_C62528'
        >>> REGISTERS["NCIT"].iri("62528")
        Traceback (most recent call last):
        ValueError: '62528' is no identifier of NCI Thesaurus
        """
        if not self.holds(identifier):
            raise ValueError(f"{identifier!r} is no identifier of {self.title}")
        plain = identifier.lower() if self.prefix == "doi" else identifier
        return self.address.replace("$1", quote(plain, safe=SAFE))


OBO = "http://purl.obolibrary.org/obo/"

CODES = (
    Register("NCIT", "NCI Thesaurus", r"(C|R|P|A|NHC)\d+", OBO + "NCIT_$1"),
    Register("MONDO", "Mondo", r"\d{7}", OBO + "MONDO_$1"),
    Register("CHEBI", "ChEBI", r"\d+", OBO + "CHEBI_$1"),
    Register("OAE", "Ontology of Adverse Events", r"\d{7}", OBO + "OAE_$1"),
    Register("EFO", "Experimental Factor Ontology", r"\d{7}", "http://www.ebi.ac.uk/efo/EFO_$1"),
    Register("mesh", "MeSH", r"(C|D|Q)\d+", "https://meshb.nlm.nih.gov/record/ui?ui=$1"),
    Register(
        "rxnorm",
        "RxNorm",
        r"[0-9]{1,7}",
        "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm=$1",
    ),
    Register(
        "atc",
        "ATC",
        r"[A-Z](\d+([A-Z]{1,2}(\d+)?)?)?",
        "http://www.whocc.no/atc_ddd_index/?code=$1",
    ),
    Register("drugbank", "DrugBank", r"DB\d{5}", "https://go.drugbank.com/drugs/$1"),
    Register("orphanet.ordo", "ORDO", r"C?\d+", "http://www.orpha.net/ORDO/Orphanet_$1"),
    Register("loinc", "LOINC", r"(\d|\w)+-\d", "https://loinc.org/$1"),
    Register("omop", "OMOP", r"\d+", "https://athena.ohdsi.org/search-terms/terms/$1"),
)
"""Registers of concepts."""

WORKS = (
    Register("doi", "DOI", r"10.\d{2,9}/.*", "https://doi.org/$1"),
    Register("pubmed", "PubMed", r"\d+", "https://pubmed.ncbi.nlm.nih.gov/$1/"),
    Register("pmc", "PubMed Central", r"PMC\d+(\.\d+)?", "http://europepmc.org/articles/$1"),
)
"""Registers of published works."""

AGENTS = (
    Register("orcid", "ORCID", r"\d{4}-\d{4}-\d{4}-\d{3}(\d|X)", "https://orcid.org/$1"),
    Register("ror", "ROR", r"0[a-hj-km-np-tv-z|0-9]{6}[0-9]{2}", "https://ror.org/$1"),
)
"""Registers of people and of organisations."""

TRIALS = (
    Register(
        "clinicaltrials",
        "ClinicalTrials.gov",
        r"NCT\d{8}",
        "https://www.clinicaltrials.gov/study/$1",
    ),
    Register("isrctn", "ISRCTN", r"ISRCTN\d+", "https://www.isrctn.com/$1"),
    Register(
        "euclinicaltrials",
        "EU Clinical Trials Register (EudraCT)",
        r"\d{4}-\d{6}-\d{2}",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=$1",
    ),
    Register(
        "drks",
        "German Clinical Trials Register",
        r"DRKS\d+",
        "https://drks.de/search/en/trial/$1",
    ),
    Register(
        "jrct",
        "Japan Registry of Clinical Trials",
        r"jRCT\w?\d+",
        "https://jrct.niph.go.jp/en-latest-detail/$1",
    ),
    Register(
        "ctri",
        "Clinical Trials Registry India",
        r"CTRI/\d{4}/\d{2,3}/\d+",
        "https://trialsearch.who.int/Trial2.aspx?TrialID=$1",
    ),
    Register(
        "anzctr",
        "ANZCTR",
        r"ACTRN\d+",
        "https://anzctr.org.au/Trial/Registration/TrialReview.aspx?ACTRN=$1",
    ),
)
"""Registries with an address of each trial, titled as `ontology.registries` names them."""

REGISTERS = {known.prefix: known for known in (*CODES, *WORKS, *AGENTS, *TRIALS)}
"""Every register by its prefix."""


def of_trial(registry: str | None, number: str) -> str | None:
    """The IRI of a trial's entry in a registry; None where no address of it is known.

    >>> of_trial("ClinicalTrials.gov", "NCT02101853")
    'https://www.clinicaltrials.gov/study/NCT02101853'
    >>> of_trial("EU Clinical Trials Information System", "2023-503698-40") is None
    True
    """
    known = (one for one in TRIALS if one.title == registry and one.holds(number))
    return next((one.iri(number) for one in known), None)
