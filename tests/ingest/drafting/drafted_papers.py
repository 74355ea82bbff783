"""Invented papers, and what is drafted from them."""

from ingest import readers, records, yamlfile
from ingest.drafting.known import known
from ingest.drafting.record import DraftRecord, draft_record, record_name
from ingest.drafting.writing import as_yaml
from ontology.model import Record

DAY = "2030-01-02"
HOGAN = (
    "Hogan LE, Bhatla T, Xu X, et al. Severe toxicity and poor efficacy of reinduction chemotherapy "
    "are associated with overall poor outcomes in relapsed B-cell acute lymphoblastic leukemia: a "
    "report from the Children's Oncology Group AALL1331 trial. Haematologica. 2025;110(12):2930-2941."
)
INVENTED_LETTER = f"""\
# Comment on: A trial of an invented regimen

Jane Doe, Richard Roe

To the Editor:

We read the report on the invented regimen.¹ Sepsis occurred in 12.5% of patients.² The 4-year overall survival was 41.2% ± 4.6%.¹

In conclusion, the regimen is too toxic. It should therefore be replaced.

## References

1. Smith AB, Jones C. A trial of an invented regimen. J Invented Res. 2029;12(3):45-52.
2. {HOGAN}
"""
INVENTED_TRIAL = """\
# Overall survival after first relapse in the ROWAN-1 trial

Jane Doe, Richard Roe

## Methods

Overall survival was the primary endpoint.

## Results

Complete remission was reached by 66 of 120 patients (55.0%). The 4-year overall survival was 41.2% ± 4.6% in the mitoxantrone arm. Sepsis was seen in 10.1% elsewhere.¹

## Conclusion

In conclusion, mitoxantrone gave a poor overall survival.

## References

1. Smith AB, Jones C. A trial of an invented regimen. J Invented Res. 2029;12(3):45-52.
"""
TABLES = """
Table 1. Baseline characteristics

| Characteristic | Mitoxantrone arm (n = 60) | Control arm (n = 60) |
|---|---|---|
| Girls, n (%) | 31 (51.7) | 29 (48.3) |

Table 2. Adverse events

| Event | Mitoxantrone arm (n = 60), n (%) | Control arm (n = 60), n (%) | p-value |
|---|---|---|---|
| Sepsis | 9 (15.0) | 6 (10.0) | 0.41 |
| Lasting hiccups | 3 (5.0) | 2 (3.3) | 0.65 |
"""
BUNDLED = known(records.bundled())


def drafted(text: str, name: str = "paper.md") -> DraftRecord:
    paper = readers.read_bytes(text.encode(), name)
    return draft_record(paper, BUNDLED, DAY, record_name(paper, BUNDLED))


def loaded(draft: DraftRecord) -> Record:
    return records.validated(yamlfile.parse(as_yaml(draft).encode(), "draft.yaml")).record
