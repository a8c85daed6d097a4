"""What compounds are made of, and what only looks like it: small lists that no corpus gives."""

from __future__ import annotations

SHORT = frozenset(
    "abt akt alm alt amt arm art arzt axt bad bau bio bus ehe ehr eid eis erb erz fan fax gas gut hof hut job kai "
    "kuh kur lob lok los mai mut net neu not öko öl ohr opa ost ort pro rad rat rot ruf see tag tal tat tee tod ton "
    "tor tot typ uhr weg web zar zoo zug".split()
)
"""Words of three letters that compounds are made of; most others that occur are abbreviations and names."""

NO_HEAD = frozenset(
    "bar bare barem baren barer bares barkeit burg burgs burger burgers ende enden ender endes erin erinnen gate haft "
    "hafte haften heit heiten ieren ierung innen innern ionen isch ische ischen ischer isches ismus ität iges iger igen "
    "keit keiten lein lern lich liche lichen licher liches lichkeit ling linge lings los lose losem losen loser loses "
    "losigkeit nische nischen nisse nissen sam same samen samer sames samkeit schaft schaften sche schen scher seits "
    "stel sten ster tion tionen tums tümer ungen wärts weise zig rinnen nern chen meter metern eilen "
    "eine einen einer eines gängig nahme nahmen standes stände ständen hausen weiler gehen stehen".split()
)
"""Second parts that are endings of words, or of names, and no words themselves."""

LEADING = frozenset(
    "alt anti audio außen binnen blau bunt digital doppel drei drei dritt edel eigen einzel elektro erst euro ex exo "
    "extra falsch fehl fein fern fertig finanz foto frei fremd früh fünf ganz gegen gelb gesamt gleich global grau groß "
    "grün gut halb hart haupt heiß hoch höchst hundert innen international jung kalt kern klein kurz lang leer leicht "
    "liberal lokal makro maximal maxi mega mehr mikro mini minimal mittel mobil multi nah national nass neben neu neun "
    "nieder nobel nord normal ober optimal ost photo privat pseudo radio rechen regional rein roh rot rück rund sauer scharf "
    "schmal schnell schwach schwarz schwer sechs sieben sofort sonder sozial spät spezial still straf streng super süd "
    "süß teil tief trocken unter vier video viel voll warm weich weiß weiter wild zehn zentral zwei zwischen acht agrar "
    "bio geo öko".split()
)
"""Words written small that head compounds of nouns; others of their kind (auf, vor, ...) make verbs of them."""

WHOLE = frozenset(
    "unterhalt siegfried montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend jahrhundert jahrzehnt jahrtausend hochzeit "
    "weihnacht hintergrund hintergründe vordergrund feststellung schriftsteller antragsteller landtag landwirt frühjahr freiwillig untergang unterlage grundlage scheinheilig rechtfertig rechtfertigung international zielsetzung fragestellung wahnsinn blödsinn herkunft auskunft zukunft vorfeld frühstück unterricht verständnis deutschland frankreich russland england "
    "holland irland finnland griechenland island lettland estland niederlande österreich thailand rheinland saarland "
    "auseinandersetzung grundstück vergangenheit gegenwart augenblick antwort urlaub urteil ursprung "
    "gesellschaft wirtschaft wissenschaft mannschaft eigenschaft landschaft herrschaft freundschaft botschaft "
    "gewerkschaft partnerschaft bereitschaft leidenschaft nachbarschaft einrichtung verantwortung bedeutung erinnerung "
    "heimat monat alltag mitglied widerstand fachmann flughafen reichstag bundestag handwerk vertrauen großteil "
    "rückkehr vorstand verstand zustand umstand abstand aufstand gegenstand anstand bestand notstand wohlstand ruhestand "
    "karlsruhe fernsehen kilometer zimmermann zeitalter bürgermeister zahlreich großartig hilfreich wertvoll vollständig "
    "rücksicht hauptsache grundsatz schwerpunkt bestandteil unterschrift gesamtheit eigentum reichtum irrtum teilnehmer "
    "arbeitslosigkeit arbeitslos fortschritt mittelstand stillstand rückstand eisenbahn nahezu überhaupt vielleicht "
    "wahrscheinlich hunderttausend zehntausend zwanzigtausend milliarde selbstverständlich flugzeug unterschied "
    "unternehmen unternehmer unterstützung untersuchung zwischenzeit teilhabe teilnahme rücktritt "
    "herausforderung herausgeber zusammenhang zusammenarbeit anwaltschaft".split()
)
"""Words that are read as one, however much their halves look like words: days, countries, what has grown together."""

LINKED_BY_S = ("ung", "heit", "keit", "schaft", "ion", "tät", "tum", "ling", "sal")
"""Endings after which a compound always has a linking s."""

ADJECTIVE = (
    "ig", "lich", "isch", "bar", "haft", "sam", "frei", "reich", "voll", "weit", "wert", "nah", "arm", "treu", "fest",
    "leer", "eigen", "mäßig", "los", "fern", "nahe", "alt", "intensiv", "neutral", "relevant", "sicher", "scharf", "stark",
)  # fmt: skip
"""How adjectives end that are joined to nouns (klimafreundlich, europaweit); verbs are not split."""
