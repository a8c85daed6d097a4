"""German inflections that no rule of endings reaches: strong verbs, foreign plurals, words to keep apart."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = """
beginnen begann begonnen; beißen biss gebissen; bergen barg geborgen birgt; biegen bog gebogen; bieten bot
geboten; binden band gebunden; bitten bat gebeten; blasen blies geblasen bläst; bleiben blieb geblieben;
braten briet gebraten brät; brechen brach gebrochen bricht; brennen brannte gebrannt; bringen brachte
gebracht; denken dachte gedacht; dringen drang gedrungen; dürfen durfte gedurft darf; empfehlen empfahl
empfohlen empfiehlt; essen aß gegessen isst; fahren fuhr gefahren fährt; fallen fiel gefallen fällt; fangen
fing gefangen fängt; fechten focht gefochten ficht; finden fand gefunden; flechten flocht geflochten flicht;
fliegen flog geflogen; fliehen floh geflohen; fließen floss geflossen; fressen fraß gefressen frisst;
frieren fror gefroren; gebären gebar geboren gebiert; geben gab gegeben gibt; gedeihen gedieh gediehen;
gehen ging gegangen; gelingen gelang gelungen; gelten galt gegolten gilt; genesen genas genesen; genießen
genoss genossen; geschehen geschah geschehen geschieht; gewinnen gewann gewonnen; gießen goss gegossen;
gleichen glich geglichen; gleiten glitt geglitten; graben grub gegraben gräbt; greifen griff gegriffen;
halten hielt gehalten hält; hängen hing gehangen; heben hob gehoben; heißen hieß geheißen; helfen half
geholfen hilft; kennen kannte gekannt; klingen klang geklungen; kommen kam gekommen; können konnte gekonnt
kann; kosten kostete gekostet; kriechen kroch gekrochen; laden lud geladen lädt; lassen ließ gelassen lässt
lasst; laufen lief gelaufen läuft; leiden litt gelitten; leihen lieh geliehen; lesen las gelesen liest;
liegen lag gelegen; lügen log gelogen; meiden mied gemieden; messen maß gemessen misst; mögen mochte gemocht
mag; müssen musste gemusst muss; nehmen nahm genommen nimmt; nennen nannte genannt; pfeifen pfiff gepfiffen;
preisen pries gepriesen; raten riet geraten rät; reiben rieb gerieben; reißen riss gerissen; reiten ritt
geritten; rennen rannte gerannt; riechen roch gerochen; ringen rang gerungen; rinnen rann geronnen; rufen
rief gerufen; saufen soff gesoffen; schaffen schuf geschaffen; scheiden schied geschieden; scheinen schien
geschienen; schelten schalt gescholten schilt; schieben schob geschoben; schießen schoss geschossen;
schlafen schlief geschlafen schläft; schlagen schlug geschlagen schlägt; schleichen schlich geschlichen;
schließen schloss geschlossen; schmelzen schmolz geschmolzen schmilzt; schneiden schnitt geschnitten;
schreiben schrieb geschrieben; schreien schrie geschrien; schreiten schritt geschritten; schweigen schwieg
geschwiegen; schwellen schwoll geschwollen schwillt; schwimmen schwamm geschwommen; schwinden schwand
geschwunden; schwingen schwang geschwungen; schwören schwor geschworen; sehen sah gesehen sieht; senden
sandte gesandt; singen sang gesungen; sinken sank gesunken; sinnen sann gesonnen; sitzen saß gesessen;
sprechen sprach gesprochen spricht; sprießen spross gesprossen; springen sprang gesprungen; stechen stach
gestochen sticht; stecken stak gesteckt; stehen stand gestanden; stehlen stahl gestohlen stiehlt; steigen
stieg gestiegen; sterben starb gestorben stirbt; stinken stank gestunken; stoßen stieß gestoßen stößt;
streichen strich gestrichen; streiten stritt gestritten; tragen trug getragen trägt; treffen traf getroffen
trifft; treiben trieb getrieben; treten trat getreten tritt; trinken trank getrunken; trügen trog getrogen;
tun tat getan; verderben verdarb verdorben verdirbt; vergessen vergaß vergessen vergisst; verlieren verlor
verloren; verzeihen verzieh verziehen; wachsen wuchs gewachsen wächst; waschen wusch gewaschen wäscht;
weichen wich gewichen; weisen wies gewiesen; wenden wandte gewandt; werben warb geworben wirbt; werden wurde
geworden wird; werfen warf geworfen wirft; wiegen wog gewogen; winden wand gewunden; wissen wusste gewusst
weiß; ziehen zog gezogen; zwingen zwang gezwungen
"""
"""Infinitive, past, participle, and the third person where its vowel changes; a semicolon between verbs."""

SEPARABLE = _words(
    """
    ab an auf aus bei da dar durch ein empor entgegen fehl fest fort frei gegenüber gleich heim her
    herab heran herauf heraus herbei herein herum herunter hervor hin hinaus hinein hinter hinweg
    hinzu hoch kennen kürzer los mit nach nahe nieder preis rück schwer sicher stand statt teil tot
    über um unter voll voran voraus vorbei vor vorweg wahr weg weiter wider wieder zu zurecht zurück
    zusammen
    """
)
"""Prefixes that let "ge" and "zu" stand between themselves and the verb."""

INSEPARABLE = _words(
    """
    be emp ent er ge miss ver zer über unter um durch hinter wider voll
    """
)
"""Prefixes that take the place of "ge"."""

_PLURALS = """
aktien:aktie alben:album archen:arche atlanten:atlas basen:basis boni:bonus busse:bus bussen:bus
dogmen:dogma dramen:drama embryonen:embryo evangelien:evangelium firmen:firma foren:forum fossilien:fossil
globen:globus gremien:gremium gymnasien:gymnasium indizes:index individuen:individuum jubiläen:jubiläum
kakteen:kaktus klimata:klima kodizes:kodex kollegien:kollegium kommata:komma konsortien:konsortium
konten:konto kriterien:kriterium krisen:krise laboratorien:laboratorium lexika:lexikon magazine:magazin
materialien:material matrizen:matrix medien:medium memoranden:memorandum mineralien:mineral
ministerien:ministerium moratorien:moratorium museen:museum mausoleen:mausoleum mythen:mythos
organismen:organismus parlamentarien:parlamentarium pharaonen:pharao pizzen:pizza plenen:plenum
praktika:praktikum praxen:praxis prinzipien:prinzip privilegien:privileg quoren:quorum radien:radius
referenden:referendum rhythmen:rhythmus risiken:risiko salden:saldo seren:serum spektren:spektrum
sporen:spore stadien:stadion statuten:statut stipendien:stipendium themen:thema territorien:territorium
tempora:tempus ultimaten:ultimatum universen:universum villen:villa viren:virus visa:visum voten:votum
zentren:zentrum zyklen:zyklus antibiotika:antibiotikum modi:modus szenarien:szenario porti:porto
sanatorien:sanatorium krematorien:krematorium aquarien:aquarium terrarien:terrarium planetarien:planetarium
kuratorien:kuratorium auditorien:auditorium observatorien:observatorium direktorien:direktorium
refugien:refugium mechanismen:mechanismus extremismen:extremismus
"""
_OWN_ENDING = """
diadem diskurs emblem fels impuls keks kern konsens konzern kurs luchs moslem problem puls stern theorem wuchs
zins ödem
"""
_OWN_ER = "barometers:barometer bayerns:bayern flanderns:flandern monsters:monster pommerns:pommern "
_OWN_ER += "semesters:semester zyperns:zypern"
PLURALS = dict(pair.split(":") for pair in (_PLURALS + _OWN_ER).split()) | {
    word + ending: word for word in _OWN_ENDING.split() for ending in ("e", "en", "es", "s")
}
"""Plurals of foreign words, and forms of words whose own ending looks like one that is added.

They hold for the ends of compounds too (Rechenzentren, Großkonzerne).
"""

_OWN_ER_ENDING = """
anker arbeiter center feder fehler fischer heider huber hüter kammer köhler lager master mayer meiler meister
müller pfeiler richter ritter schulter silber sprecher springer störer tanker verbraucher weber weiler wetter
wunder
"""

_ADJECTIVES = {"gross": "größt", "hoch": "hoh höher", "teu": "teur teurer teuerst"}
"""Stems of adjectives to what else their forms begin with."""

APART: dict[str, tuple[str, ...]] = {
    root + ending: (stem,)
    for stem, roots in _ADJECTIVES.items()
    for root in roots.split()
    for ending in ("e", "em", "en", "er", "es")
}
APART |= {
    word + ending: (word.translate(str.maketrans("äöü", "aou")),)
    for word in _OWN_ER_ENDING.split()
    for ending in ("", "s", "n")
}
APART |= dict.fromkeys(("kriegst", "kriegt", "kriegte", "kriegten", "gekriegt"), ("kriegen",))
APART |= {
    "mueller": ("muller",),
    "muellers": ("muller",),
    "muller": ("muller",),
    "mullers": ("muller",),
    "messe": ("messe",),
    "messen": ("mess", "messe"),
    "messer": ("messer",),
    "messern": ("messer",),
    "messers": ("messer",),
    "politik": ("politik",),
    "politiken": ("politik",),
    "bauer": ("bauer",),
    "bauern": ("bauer",),
    "bäuerin": ("bauer",),
    "bäuerinnen": ("bauer",),
    "kohle": ("kohle",),
    "kohl": ("kohl",),
    "kohls": ("kohl",),
    "weiß": ("weiss", "wiss"),
    "adern": ("ader",),
    "opern": ("oper",),
    "ufern": ("ufer",),
    "seit": ("seit",),
    "laut": ("laut",),
    "daten": ("daten",),
    "datum": ("datum",),
    "datums": ("datum",),
    "gans": ("gans",),
    "höher": ("hoch",),
    "kurs": ("kurs",),
    "krieg": ("krieg",),
    "kriege": ("krieg", "kriegen"),
    "kriegen": ("krieg", "kriegen"),
}
"""Words that an ending taken off would throw together with others: Messe and Messer, Lager and Lage."""

OWN_UMLAUT = _words(
    """
    anhänger belästig blüt bürg förd führ gänger küche lösung schön schül spür währung zuständig zähl ächtung
    """
)
"""Pieces of words that only their umlaut tells from others: Förderung and Forderung, Bürger and Burg."""


FEMININE = _words(
    """
    enkelin feindin gattin göttin gräfin heldin herzogin hündin jüdin köchin löwin patin polin schwägerin
    tschechin türkin wirtin zarin
    """
)
"""Women and she-animals whose plural is too rare to tell them from Berlin and Termin."""

OWN_S = _words(
    """
    alias amis amos andreas apis bios carlos dumas gans gaus graus hamas kairos lagos logos lukas malus minus
    news nicolas nikolas pros rias saus seas thomas windows
    """
)
"""Words whose last s belongs to them, though they are words without it too."""

OWN_S_ENDINGS = ("haus", "maus", "mais", "klaus")
"""What such words may end in."""

# Their participles have no "ge" to leave out, or mean something else without it ("bekannt").
_ONLY_WHOLE = {
    "gebären",
    "gedeihen",
    "gelingen",
    "genesen",
    "genießen",
    "geschehen",
    "gewinnen",
    "kennen",
    "vergessen",
}


# Forms of strong verbs that are first of all verbs of their own: vorlegen is no vorliegen.
_OWN_VERBS = {"beten", "borgen", "legen", "schalt", "schalte", "schalten", "schaltest", "schaltet"}


def _verb_forms() -> dict[str, str]:
    """Spread the table of verbs: form to infinitive, participles also without their "ge"."""
    found: dict[str, str] = {}
    for row in VERBS.split(";"):
        infinitive, past, participle, *third = row.split()
        root = past.removesuffix("e")
        endings = ("", "e", "en", "st", "t", "est", "et")
        for form in (*third, *(root + ending for ending in endings), participle):
            found.setdefault(form, infinitive)
        if participle.startswith("ge") and infinitive not in _ONLY_WHOLE:
            found.setdefault(participle[2:], infinitive)
    return {form: verb for form, verb in found.items() if form != verb and form not in _OWN_VERBS}


VERB_FORMS = _verb_forms()
"""Form of a strong verb to its infinitive."""
