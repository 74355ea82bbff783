"""What a value measures: the phrase that its frame governs, cut where the phrase ends."""

import pytest
from sentences import TRIAL, named


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # an aside between the subject and its verb
        ("Relapse within 90 days, defined as suggested before, was seen in 15%.", [("15", "relapse")]),
        ("Hiccups, which all resolved in time, were seen in 9%.", [("9", "Hiccups")]),
        ("The main outcome, knee pain, fell by 2.3 points.", [("2.3", "knee pain")]),
        # an aside that holds a value of its own
        ("Resistant germs, which make up 40% of isolates, were found in only 9%.", [("40", "Resistant germs"), ("9", "Resistant germs")]),
        # a class of events whose kinds follow
        ("The commonest reactions were itching (13% vs 22%) and hoarseness (19% vs 11%).", [("13", "itching"), ("22", "itching"), ("19", "hoarseness"), ("11", "hoarseness")]),
        ("The isolates are given as Escherichia coli 71% and Klebsiella 19%.", [("71", "Escherichia coli"), ("19", "Klebsiella")]),
        # a participle that is part of what was seen
        ("All lesions were arrested in 64% of children.", [("64", "lesions arrested")]),
        ("Pain was mild in 64% of children.", [("64", "Pain")]),
        # an article begins the phrase
        ("The cream produces a lasting blister in 4%.", [("4", "lasting blister")]),
        ("It is a fierce infection with a blindness rate of 4%.", [("4", "blindness")]),
        ("In the older group hiccups were seen in 12%.", [("12", "hiccups")]),
        ("In the group thirst was seen in 12%.", [("12", "thirst")]),
        # an adjunct of the value before is no endpoint
        ("Seizure freedom was 44% with the diet and 12% without it.", [("44", "Seizure freedom"), ("12", "Seizure freedom")]),
        ("Leg pain fell from 6.4 points at the start to 3.1 points.", [("6.4", "Leg pain"), ("3.1", "Leg pain")]),
        ("Thirst occurred in 9 of 46 (20%) who had short courses and in 3 of 34 (9%) who had long ones.", [("20", "Thirst"), ("9", "Thirst")]),
        ("Body weight fell by 5.2% with the former and rose by 2.9% with the latter.", [("5.2", "Body weight"), ("2.9", "Body weight")]),
    ],
)  # fmt: skip
def test_the_phrase_is_that_which_the_frame_governs(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert named(TRIAL, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("58% of the participants were women and 22% were smokers.", ["women", "smokers"]),
        ("Some stopped early, and 2 people discontinued due to a rash.", ["discontinued due to a rash"]),
        ("In our survey 41 of 58 parents (71%) accepted the stain.", ["accepted the stain"]),
        ("At the time of relapse 4 of 11 subjects (36%) underwent radiotherapy.", ["underwent radiotherapy"]),
        ("Of these, 14 patients lost to us had relapsed already.", ["relapsed already"]),
        ("A total of 23 people (46%) fell twice.", ["fell twice"]),
        ("37% and 26% of adults were free of hiccups.", ["free of hiccups"] * 2),
        ("All came for a rash and 64 (94%) were fit for work.", ["fit for work"]),
        ("35% present with hoarseness.", ["present with hoarseness"]),
        ("One subject was deemed unsuitable because her notes could not be found.", ["unsuitable"]),
    ],
)  # fmt: skip
def test_what_people_did_or_were_is_their_predicate(sentence: str, expected: list[str]) -> None:
    assert [name for _, name in named(TRIAL, sentence)][-len(expected) :] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Coughs were 52% more likely to clear.", "clear"),
        ("A 12% hoarseness rate was seen.", "hoarseness"),
        ("There was a 20% reduction in hoarseness.", "hoarseness"),
        ("There was one case of torn tendon during the walk.", "torn tendon"),
        ("It brought chills and, in two cases, a torn tendon.", "torn tendon"),
        ("There were 31 falls.", "falls"),
        ("There were 0.41 torn tendons per patient-year.", "torn tendons"),
    ],
)
def test_the_words_right_behind_a_value_may_name_it(sentence: str, expected: str) -> None:
    assert [name for _, name in named(TRIAL, sentence)] == [expected]


def test_a_change_counted_in_people_keeps_its_verb() -> None:
    found = named(TRIAL, "The dose remained the same in 1 patient and decreased in 2 patients.")
    assert [name for _, name in found] == ["dose remained", "dose decreased"]


@pytest.mark.parametrize(
    ("phrase", "concept"),
    [
        ("Complete remission", "complete-remission"),
        ("Pathological complete remission", None),
        ("Durable complete remission", None),
        ("Relapse", "relapse"),
        ("Time to relapse", None),
    ],
)
def test_a_narrower_thing_is_not_the_concept_in_its_name(phrase: str, concept: str | None) -> None:
    unit = "weeks" if phrase.startswith("Time") else "%"
    ((_, name),) = named(TRIAL, f"{phrase} was a median of 51 {unit}." if unit == "weeks" else f"{phrase} was seen in 51%.")  # fmt: skip
    assert name == (concept or phrase)


def test_the_past_tense_of_an_endpoint_is_the_endpoint() -> None:
    assert named(TRIAL, "Of these, 9 people relapsed.") == [("9", "relapse")]
    assert named(TRIAL, "Of these, 9 people snored.") == [("9", "snored")]


def test_endpoints_and_arms_listed_before_pairs_come_in_blocks() -> None:
    found = named(TRIAL, "PFS and OS for A vs B were 71.9% vs 46.9%, and 88.4% vs 67.0%, respectively.")  # fmt: skip
    assert [name for _, name in found] == ["progression-free-survival"] * 2 + ["overall-survival"] * 2  # fmt: skip


# -- people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("Of 231 registered adults, some left.", "registered"),
        ("Of 231 adults, some left.", "enrolled"),
        ("In 30 adults the drug was tested.", "analysed"),
        ("In 30 evaluable adults the drug was tested.", "evaluable"),
        ("We treated 80 consecutive adults.", "enrolled"),
        ("The ward admitted 1,245 children.", "enrolled"),
        ("The aim was to study the effect of cold on 150 adults.", "analysed"),
        ("A total of 298 adults were assigned to zorimab or placebo.", "randomised"),
    ],
)
def test_people_without_an_event_took_part(sentence: str, concept: str) -> None:
    assert named(TRIAL, sentence)[0][1] == concept


@pytest.mark.parametrize(
    "sentence", ["Hiccups occurred in 30 adults.", "Hiccups were seen in 12 patients."]
)
def test_people_with_an_event_did_not_only_take_part(sentence: str) -> None:
    assert [name for _, name in named(TRIAL, sentence)] == ["Hiccups"]


def test_the_parts_of_people_have_what_the_whole_had() -> None:
    found = named(TRIAL, "Seven patients died at home, three in Ohio and four in Utah.")
    assert found == [("7", "death"), ("3", "death"), ("4", "death")]


def test_each_part_may_have_its_own_reason() -> None:
    found = named(TRIAL, "Four subjects stopped early: one for a torn tendon; and two for hiccups.")
    assert found[1:] == [("1", "torn tendon"), ("2", "hiccups")]


def test_a_share_does_not_go_on_with_people_who_were_counted() -> None:
    assert named("We enrolled 90 adults.", "77.3% i.e. most.") == []
