"""Which numbers are results, of which unit, and at which time they hold."""

import pytest
from sentences import TRIAL, named, values

from ingest.extract.measured import as_printed_count
from ingest.language.numbers import quantities
from ingest.language.tokens import tokenise


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Median survival was 10.2 and 10.8 months.", [("10.2", "months"), ("10.8", "months")]),
        ("The operation took a mean of 46 ± 16 vs 50 ± 21 min.", [("46", "min"), ("50", "min")]),
        ("The median age was 57.", [("57", "years")]),
        ("The mean need was 0.14 (SD 0.11) µg/kg/min, a mean difference of 0.09.", [("0.14", "µg/kg/min"), ("0.09", "µg/kg/min")]),
        ("The median number of days in bed was 24.", [("24", "days")]),
        ("Strokes came at rates of 0.41 and 0.24 events per patient-year.", [("0.41", "events per patient-year"), ("0.24", "events per patient-year")]),
        ("The stroke rate was 2.1 per 100 patient-years.", [("2.1", "per 100 patient-years")]),
        ("Median activity was 184 IU/L in Ohio and 452 IU/L in Utah.", [("184", "IU/L"), ("452", "IU/L")]),
    ],
)  # fmt: skip
def test_a_unit_counts_for_all_numbers_that_share_it(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert [(r.quantity.value, r.quantity.unit) for r in values(TRIAL, sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "statistic"),
    [
        ("The change in weight was -1.9%.", "difference"),
        ("Healing was 52% more likely.", "difference"),
        ("The response rate was 80% (95% CI: 59-93%); 16% (4/25) had hiccups.", "proportion"),
        ("There was no difference in rash (15% vs 16%).", "proportion"),
        ("Rash came at 0.4 events per patient-year.", "rate"),
        ("This means that 40% of lesions healed.", "proportion"),
    ],
)
def test_the_kind_of_number_is_told_by_the_words_beside_it(sentence: str, statistic: str) -> None:
    assert values(TRIAL, sentence)[-1].quantity.statistic == statistic


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Amputation was needed in 3 and 1.", ["3", "1"]),
        ("Deafness was diagnosed in 9 v 10.", ["9", "10"]),
        ("There were three deaths in Ohio and none in Utah.", ["3", "0"]),
        ("In our unit 38 infants were cooled.", ["38"]),
        ("Rash hit 112 users (65.1%), 14 of whom quit.", ["65.1", "14"]),
        ("Eight people in Ohio fell compared with 5 in Utah.", ["8", "5"]),
        ("We assigned 900 people to a 1 cm margin (n=453) or a 3 cm margin (n=447).", ["900", "453", "447"]),
        ("Tea was given to 361 LD (89.1%) and 301 SD patients (74.1%).", ["89.1", "74.1"]),
        ("The responses lasted 8.3 months.", ["8.3"]),
        ("There were 31 falls with zorimab and 48 with placebo.", ["31", "48"]),
        ("The number of falls was 31 with zorimab and 48 with placebo.", ["31", "48"]),
        ("Pain scores were 4.2 and 5.1, respectively.", ["4.2", "5.1"]),
    ],
)  # fmt: skip
def test_counts_without_a_noun_are_found(sentence: str, expected: list[str]) -> None:
    assert [number for number, _ in named(TRIAL, sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The probability of calling it good was 90% if the true rate was 70%.",
        "They were tested at the 5% level, at a level of 5%.",
        "The study had 38% power to see it.",
        "It was tested with a power of 90% and an alpha of 5%.",
        "It was given to people older than 60.",
        "From March 10 of 2012 to June 30 of 2013 it rained.",
        "They got 38% silver fluoride drops by mouth.",
        "We followed protocol RTOG 9310.",
        "Wang et al., 2020 studied hiccups.",
    ],
)
def test_names_dates_strengths_levels_and_plans_are_no_results(sentence: str) -> None:
    assert named(TRIAL, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "shares"),
    [
        ("Nearly 1 in 5 adults (18.9%) relapsed.", [None, "18.9"]),
        ("Roughly one in twenty adults relapsed.", [None]),
        ("Fever was seen in 12.5% (1 in 8).", ["12.5"]),
    ],
)
def test_one_in_a_few_is_a_share_where_words_round_it(
    sentence: str, shares: list[str | None]
) -> None:
    assert [q.value for q in quantities(tokenise(sentence)) if q.unit == "%"] == shares


def test_a_threshold_that_people_reached_is_no_value_of_its_own() -> None:
    found = named(TRIAL, "62% and 32% reached a ferritin < 6.5%.")
    assert [number for number, _ in found] == ["62", "32"]


def test_a_count_of_a_total_is_the_count_that_is_printed() -> None:
    (found,) = quantities(tokenise("Nine of 302 patients fell."))
    made = as_printed_count(found)
    assert (made.value, made.unit, made.statistic) == ("9", "patients", "count")
    assert (made.numerator, made.denominator) == ("9", "302")


def test_a_share_with_its_percentage_stays_a_share() -> None:
    (found,) = quantities(tokenise("Nine of 302 patients (3.0%) fell."))
    assert as_printed_count(found) is found


# -- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "At a median follow-up of 42 months, OS was 40%.",
        "OS was 40% at 42 months' median follow-up.",
        "After a mean follow-up of 42 months OS was 40%.",
    ],
)
def test_the_average_follow_up_is_a_value_and_no_time(sentence: str) -> None:
    found = values(TRIAL, sentence)
    names = {r.quantity.value: r.endpoint or r.phrase for r in found}
    assert names == {"42": "follow-up", "40": "overall-survival"}
    assert [r.time for r in found] == [None, None]


def test_a_time_of_follow_up_without_an_average_is_a_time() -> None:
    assert [r.time for r in values(TRIAL, "At 5 years of follow-up OS was 40%.")] == ["5 years"]


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("The 3-year OS was 78%, while DFS was 59%.", ["3 years", "3 years"]),
        ("21% compared with 25% had died by one year.", ["1 years", "1 years"]),
        ("The ORR rose from 53% to 74%, and 2-year PFS from 36% to 46%.", [None, None, "2 years", "2 years"]),
        ("At 2 years the median OS was 20 months.", [None]),
        ("At 2 years, 90 patients had been enrolled.", [None]),
        ("At 24 hours 40% had hiccups.", ["24 hours"]),
        ("At the end of treatment 40% had hiccups.", ["end of all-therapy"]),
        ("It had a median OS of 42 months, and five year OS of 26%.", [None, "5 years"]),
    ],
)  # fmt: skip
def test_a_time_goes_to_the_values_that_hold_at_it(sentence: str, times: list[str | None]) -> None:
    assert [r.time for r in values(TRIAL, sentence)] == times
