"""What compounds are made of, and what only looks like it: small lists that no corpus gives."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORT = _words(
    """
    abt akt alm alt amt arm art arzt axt bad bau bio bus ehe ehr eid eis erb erz fan fax gas gut hof
    hut job kai kuh kur lob lok los mai mut net neu not ohr opa ort ost pro rad rat rot ruf see tag
    tal tat tee tod ton tor tot typ uhr web weg zar zoo zug öko öl
    """
)
"""Words of three letters that compounds are made of; most others that occur are abbreviations and names."""

NO_HEAD = _words(
    """
    bar bare barem baren barer bares barkeit burg burger burgers burgs chen eilen eine einen einer
    eines ende enden ender endes erin erinnen gate gehen gängig haft hafte haften hausen heit heiten
    ieren ierung igen iger iges innen innern ionen isch ische ischen ischer isches ismus ität keit
    keiten lein lern lich liche lichen licher liches lichkeit ling linge lings los lose losem losen
    loser loses losigkeit meter metern nahme nahmen nern nische nischen nisse nissen rinnen sam same
    samen samer sames samkeit schaft schaften sche schen scher seits standes stehen stel sten ster
    stände ständen tion tionen tums tümer ungen weiler weise wärts zig
    """
)
"""Second parts that are endings of words, or of names, and no words themselves."""

LEADING = _words(
    """
    acht agrar alt anti audio außen binnen bio blau bunt digital doppel drei dritt edel eigen einzel
    elektro erst euro ex exo extra falsch fehl fein fern fertig finanz foto frei fremd früh fünf
    ganz gegen gelb geo gesamt gleich global grau groß grün gut halb hart haupt heiß hoch hundert
    höchst immun innen international jung kalt kern klein kurz lade lang leer leicht lern lese
    liberal lokal makro maxi maximal mega mehr mikro mini minimal mittel mobil multi nah nass
    national neben neu neun nieder nobel nord normal ober optimal ost photo privat pseudo quasi
    radio rechen recycling regional rein roh rot rund rück sauer scharf schmal schnell schwach
    schwarz schwer sechs selbst sende sieben sofort sonder sozial spezial spät stadion still straf
    streng super süd süß teil tief trocken unter video viel vier voll warm weich weiter weiß werbe
    wild zehn zentral zwei zwischen öko
    """
)
"""Words written small that head compounds of nouns; others of their kind (auf, vor, …) make verbs."""

WHOLE = _words(
    """
    abstand alltag anstand antragsteller antwort anwaltschaft arbeitslos arbeitslosigkeit aufstand
    augenblick auseinandersetzung auskunft bedeutung bereitschaft bestand bestandteil blödsinn
    botschaft bundestag bürgermeister deutschland dienstag donnerstag eigenschaft eigentum
    einrichtung eisenbahn england erinnerung estland fachmann fernsehen feststellung finnland
    flughafen flugzeug fortschritt fragestellung frankreich freitag freiwillig freundschaft frühjahr
    frühstück gegenstand gegenwart gesamtheit gesellschaft gewerkschaft griechenland großartig
    großteil grundlage grundsatz grundstück handwerk hauptsache heimat herausforderung herausgeber
    herkunft herrschaft hilfreich hintergrund hintergründe hochzeit holland hunderttausend
    international irland irrtum island jahrhundert jahrtausend jahrzehnt karlsruhe kilometer
    landschaft landtag landwirt leidenschaft lettland mannschaft milliarde mitglied mittelstand
    mittwoch monat montag nachbarschaft nahezu niederlande notstand partnerschaft rechtfertig
    rechtfertigung reichstag reichtum rheinland ruhestand russland rückkehr rücksicht rückstand
    rücktritt saarland samstag scheinheilig schriftsteller schwerpunkt selbstverständlich shopping siegfried
    sonnabend sonntag stillstand teilhabe teilnahme teilnehmer thailand umstand untergang unterhalt
    unterlage unternehmen unternehmer unterricht unterschied unterschrift unterstützung untersuchung
    urlaub ursprung urteil verantwortung vergangenheit verstand verständnis vertrauen vielleicht
    vollständig vordergrund vorfeld vorstand wahnsinn wahrscheinlich weihnacht wertvoll widerstand
    wirtschaft wissenschaft wohlstand zahlreich zehntausend zeitalter zielsetzung zimmermann zukunft
    zusammenarbeit zusammenhang zustand zwanzigtausend zwischenzeit österreich überhaupt
    """
)
"""Words that are read as one, however their halves look: days, countries, what has grown together."""

UNSURE = (
    *(f"isch{ending}" for ending in ("", "e", "em", "en", "er", "es")),
    *(f"send{ending}" for ending in ("e", "em", "en", "er", "es")),
    "ieren",
    "lung",
    "lungen",
    "nation",
    "nationen",
)
"""Endings of words that look like nouns joined to an unknown word (aroma-tische, impo-nieren)."""

LINKED_BY_S = ("ung", "heit", "keit", "schaft", "ion", "tät", "tum", "ling", "sal")
"""Endings after which a compound always has a linking s."""

PART_ENDS = (*(f"{ending}s" for ending in LINKED_BY_S), "en", "al", "ium", "a", "o")
"""How first parts end that are no known words: with a link, or as foreign words do."""

ADJECTIVE = tuple(
    _words(
        """
    ig lich isch bar haft sam frei reich voll weit wert nah arm treu fest leer eigen mäßig los fern
    nahe alt intensiv neutral relevant sicher scharf stark
    """
    )
)
"""How adjectives end that are joined to nouns (klimafreundlich, europaweit); verbs are not split."""
