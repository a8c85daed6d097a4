"""Words that are meant but not written as one, found by what is looked for."""

from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.omissions import Sought, gaps

TEXT = (
    "Ein- und Ausfuhr Klima-Schutz Klima-Schutz-Gesetz rief riefen ihn gestern an ab auf zu fand statt , . ; "
    "Steuer- oder Abgaben-Erhöhung Öl- und Gaspreise nahm Rat teil ÜBER-Maß e- - A\u2010B\u2011C gibt"
)
MEANT = "einfuhr klimaschutz klimaschutzgesetz anriefen anrief stattfand teilnahm ölpreise übermaß abgab"


@given(
    st.lists(st.sampled_from(TEXT.split()), max_size=30).map(" ".join),
    st.sets(st.sampled_from(MEANT.split())),
)
def test_what_is_sought_is_found_wherever_it_is_meant(text: str, words: set[str]) -> None:
    meant = [gap for gap in gaps(text) if gap.word() in words]
    assert [gap for gap in gaps(text, Sought(words)) if gap.word() in words] == meant


def test_a_verb_in_two_pieces_is_sought_by_its_particle() -> None:
    text = "Sie riefen ihn gestern an, dann fand die Sitzung statt."
    assert [gap.word() for gap in gaps(text, Sought({"anriefen"})) if gap.word()] == ["anriefen"]
    assert [gap.word() for gap in gaps(text, Sought({"stattfand"})) if gap.word()] == ["stattfand"]
    assert not gaps(text, Sought({"sitzung"}))
