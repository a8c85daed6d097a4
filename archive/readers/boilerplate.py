"""What a news page shows beside the article: share bars, links to read on, captions, as patterns.

Those that every line meets (all down to RELATIVE, not COUNTER) expect small letters: six times as fast.
"""

from __future__ import annotations

import re


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(alternatives)})\W*$")


def _start(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(alternatives)})")


_NETWORKS = (
    r"(?:facebook|twitter|x|x\.com|bluesky|threads|mastodon|whatsapp|telegram|threema|signal|linked-?in|xing|"
    r"pinterest|reddit|tumblr|flipboard|pocket|instagram|youtube|tiktok|snapchat|"
    r"messenger|e-?mail|mail|sms|print|"
    r"drucken|link|copy link|link kopieren|copiar (?:enlace|url)|rss(?:-feed)?|"
    r"google\s?\+?|more|mehr|share|teilen|"
    r"compartir|condividi|partager|link copied|kopieren|hacker news|line|viber|vk|wechat|feed|news)"
)

SHARING = _whole(
    rf"{_NETWORKS}(?:\W+{_NETWORKS})*",
    r"(?:(?:diesen |den |dieses? )?(?:artikel|beitrag|seite|story|post|article|page|this)\b.{0,30})?"
    r"(?:teilen|share(?: this)?(?: article| story| page| post)?|compartir|condividi|"
    r"partager|drucken|merken|speichern|"
    r"weiterleiten|empfehlen|verschicken|ausdrucken|vorlesen|anhören|abspielen|"
    r"kommentieren|versenden|twittern)"
    r"(?: (?:auf|per|via|on|mit|by|im|in|this).{0,40})?",
    r"(?:auf|per|via|bei|on|share on|share via|teilen auf|teilen per|"
    r"share by).{0,40}(?:teilen|share|facebook|twitter|"
    r"whatsapp|mail|linkedin|pinterest|xing|telegram|reddit|x)(?: .{0,12})?",
    r"(?:artikel|diesen artikel|beitrag|share|share this|teilen|"
    r"teile).{0,25}(?:teilen|article|story|senden|freunden|:)",
    r"(?:klick(?:en)?,? (?:um|zum)|click to) .{0,90}",
    r"rrss .*", r"(?:share|save|listen|comments?|listen to article|save article|bookmark|add to.*|"
    r"gift.{0,20})",
    r"zur (?:merkliste|startseite|app)", r"(?:link )?(?:copied|kopiert).{0,30}",
    r"copy(?:right)? (?:url|link)",
    r"(?:join|follow|folgen sie|folge) (?:the|us|uns|our)\b.{0,60}", r"via .{1,30}",
)  # fmt: skip
"""Share bars and buttons."""

FURNITURE = _whole(
    r"(?:\d+|keine|no|zu den|zum|anzahl|jump to|show|view)?\s?(?:kommentar\w*|"
    r"comments?|commentaires?|comentarios?|leserbriefe?)"
    r"(?: \(?\d+\)?)?(?: (?:springen|anzeigen|lesen|schreiben|closed|off).{0,20})?(?: ?: ?\d*)?",
    r"(?:lesezeit|lesedauer|reading time|read time|temps de lecture|tiempo de lectura)\b.{0,25}",
    r"(?:ca\. )?\d+\s?(?:min(?:ute[ns]?)?\.?)(?:\s?(?:read|lesezeit|lesedauer|to read|de lectura|lesen))?",
    r"(?:anzeige|werbung|advertisement|ad|advertorial|publicidad|pubblicità|publicité|"
    r"sponsored|article content|artikelinhalt|"
    r"story continues below.{0,30}|continue reading.{0,60}|weiterlesen.{0,20}|"
    r"advertisement \d+|skip ad.*|nach oben|inhalt)",
    r"(?:skip to|zum inhalt|direkt zu|springe? zu|zur haupt|jump to|go to|saltar|ir al).{0,50}",
    r"(?:home|startseite|inicio|accueil|menu|menü|suche|search|suchen|login|log in|"
    r"anmelden|einloggen|sign in|sign up|register|"
    r"registrieren|abo|abonnieren|subscribe|suscríbete|newsletter|e-?paper|konto|"
    r"mein konto|my account|abmelden|logout|"
    r"impressum|datenschutz|agb|kontakt|contact|about|about us|über uns|"
    r"privacy policy|terms.{0,20}|cookie.{0,30}|jobs|"
    r"rss|app|podcast|video|videos|audio|fotos?|bilder|galerie|autoplay|"
    r"weitere videos|live|breaking|eilmeldung|update|plus|"
    r"premium|exklusiv|exclusive|topics?|themen?|tags?|schlagw[öo]rter|stichworte?|"
    r"ressort|sections?|secciones|bild|bildbeitrag|audiobeitrag|"
    r"videobeitrag|pfadnavigation|breadcrumb.*|close|schließen|mehr|more|next|"
    r"previous|weiter|zurück|back|vorherige.{0,20}|"
    r"nächste[rs]?.{0,20}|seite \d+.{0,20}|page \d+.{0,20}|dark mode|light mode|"
    r"switch.{0,40}|toggle.{0,40}|donate|spenden|"
    r"antworten.?|reply|melden|report|likes?|gefällt mir|placeholder.*|loading.*|"
    r"wird geladen.*|powered by.*|hauptinhalt|"
    r"themen:|schlagworte?:|tags:|ähnliche artikel|neuester artikel|unsere themen|navigation)",
    r"\d{1,2}:\d\d\s?(?:/\s?\d{1,2}:\d\d)?(?:\s?(?:anhören|min))?", r"[\d\W]*",
    r"(?:\d+ )?(?:bilder|fotos|images|photos)",
    r"(?:non hai|hai già|noch kein|already have|don't have|du hast|sie haben|"
    r"no tienes|¿).{0,40}(?:account|konto|cuenta)\b.{0,40}",
    r"(?:hai salvato|salva quest|du hast .{0,20}gespeichert|saved to|guardad[oa] en|"
    r"i tuoi preferiti|meine merkliste).{0,60}",
    r"esta funcionalidad.*", r"(?:iniciar|cerrar) sesión",
    r"(?:suscr[ií]b|inscri|abonn|abbona|registr|accedi|connexion|se connecter|" r"ingres)\w*.{0,20}",
    r"(?:read|view|show|see) (?:all|more|full).{0,30}",
    r"(?:alle|mehr|weitere|ganzen?) .{0,20}(?:anzeigen|ansehen|lesen|laden)",
    r"(?:\d+ )?bilder? .{0,20}(?:öffnen|ansehen|anzeigen)",
    r"bild\w* (?:einblenden|ausblenden|vergrößern).*", r"(?:zurück|back) (?:zu|to)\b.{0,30}",
    r"(?:ein )?(?:hörbuch|audio|artikel|podcast) (?:anhören|hören|abspielen|vorlesen)",
)  # fmt: skip
"""Buttons, counters, navigation and advertisement marks."""

COUNTED = re.compile(r"\d|\bkein|\bno\b", re.IGNORECASE)
"""What every counter holds."""

COUNTER = re.compile(
    r"\(?\b(?:\d+|kein\w*|no)\s(?:kommentare?|comments?|min(?:ute[ns]?)?\.?(?: read|"
    r" lesezeit)?|aufrufe|views)\b\)?",
    re.IGNORECASE,
)
"""How many comments, how many minutes: beside a date it changes nothing."""

BREADCRUMB = re.compile(
    r"^(?:\W*(?:home(?:page)?|startseite|start|inicio|accueil|sie sind hier|"
    r"you are here)\b\W{0,3}(?=\s\W|\w|\s\w).*"
    r"|(?=[^/»›>→|:]*[/»›>→|:])(?:[^!?]{2,40}(?:\s[/»›>→]\s?[^.!?]{2,60}){2,}|[^.!?]{2,30}\s[»›>→]\s[^.!?]{2,40}"
    r"|\W*https?://\S+|\W*\w+:\s?https?://\S+|[\w ]{2,25}(?:\s\|\s[\w ]{2,25}){2,}))$"
)
"""The way to the page, or its address."""

READ_ON = _start(
    r"(?:lesen|sehen|hören) sie (?:auch|hier|mehr|dazu|außerdem)", r"lies auch",
    r"mehr (?:zum thema|dazu|zu|von|aus|über|lesen|artikel|news)\b",
    r"(?:das könnte|könnte) .{0,15}(?:auch )?interessieren", r"auch interessant", r"auch auf\b",
    r"weitere (?:artikel|themen|nachrichten|news|meldungen|beiträge|videos|aktuelle)",
    r"(?:zum thema|passend dazu|dazu passend|lesetipp|leseprobe|empfohlene?r? |"
    r"empfehlung|meistgelesen|am beliebtesten|beliebteste|top-?themen|top stor|"
    r"schlagzeilen|neueste|aktuelle[sn]? )",
    r"(?:read (?:more|next|also|on)|see also|related|recommended|more (?:from|on|in|"
    r"like|stories)|most (?:read|popular|viewed)|you (?:may|might) also|also read|"
    r"don't miss|trending|latest|up next|in case you missed|popular|" r"editor.?s (?:picks?|choice))\b",
    r"(?:leggi anche|lee también|leer más|te puede interesar|lire aussi|à lire|"
    r"noticias relacionadas|más noticias|altri articoli|vedi anche|le più lette)\b",
    r"(?:vorheriger|nächster|voriger) (?:artikel|beitrag)",
    r"(?:ähnliche|verwandte|andere) (?:artikel|beiträge|themen)",
    r"artikel-?navigation|beitrags-?navigation",
)  # fmt: skip
"""Openings of blocks that lead to other articles."""

CLOSING = _start(
    r"(?:\d+ )?(?:kommentare|comments)\b",
    r"(?:newsletter|melden sie sich|jetzt abonnieren|sign up|subscribe to|join our|" r"unser newsletter)\b",
    r"(?:impressum|datenschutz|privacy policy|terms of|cookie|agb\b|"
    r"all rights reserved|alle rechte vorbehalten|© ?(?:\d{4}|copyright)|" r"copyright ?©?)",
    r"(?:über (?:den|die) (?:autor|autorin|autoren)|about the author|zur person|"
    r"posted in|filed under|tags?:|schlagworte?:|themen:|leave a (?:reply|comment)|"
    r"schreibe? einen kommentar|hinterlasse)",
    r"(?:diskutieren sie|diskutiere|was meinen sie|ihre meinung|"
    r"join the (?:conversation|discussion)|share this)",
    r"(?:pressekontakt|kontakt für|medienkontakt|press contact)",
)  # fmt: skip
"""Openings of what stands below an article."""

CAPTION = re.compile(
    r"\b(?:foto|photo|bild|image|picture|illustration|grafik|photograph|fotocredit|"
    r"bildrechte|bildquelle|bildnachweis|"
    r"abbildung|screenshot|symbolbild|symbolfoto|archivbild|archivfoto|legende|fotos|"
    r"bilder|photos|images|quelle|credit|visual)s?"
    r"(?:\s(?:by|von|credit|courtesy|source|nachweis))?\s?[:©(]|[(\[](?:symbol|"
    r"archiv)?(?:bild|foto|image|picture)\b|"
    r"^\W*(?:symbolbild|symbolfoto|archivbild|archivfoto|illustration by|"
    r"photograph by|photo(?:graph)?s? by|foto(?:s)? von|bild von|video von|image by|"
    r"file photo)\b|"
    r"getty ?images|picture[ -]alliance|shutterstock|imago\b|istock|adobe ?stock|"
    r"unsplash|pixabay|pexels|dpa-bildfunk|"
    r"/(?:dpa|afp|ap|reuters|imago|epa|efe|getty|keystone|apa|ansa|ddp)\b(?:[/\s|)]|"
    r"$)|\b(?:dpa|ap|afp|epa)/|\((?:ap|afp|reuters|epa)(?: photo)?/|"
    r"©|\bcourtesy of\b|\(c\)\s|\| (?:reuters|ap|afp|dpa)\b|handout|zvg\b"
)
"""Marks of a caption or picture credit (in a short line)."""

DISCLAIMER = re.compile(
    r"meinungen? (?:dritter|des autors|der autor)|keine (?:finanz|anlage|rechts|"
    r"steuer)\w*(?:beratung|empfehlung)|"
    r"gesponserte inhalte|affiliate|provisions-?links?|haftungsausschluss|"
    r"risikohinweis|offenlegung|transparenzhinweis|"
    r"not (?:financial|investment|legal|medical) advice|sponsored content|"
    r"does not constitute|disclaimer\b|disclosure\b|"
    r"views expressed|opinions expressed|für (?:die )?(?:richtigkeit|"
    r"den inhalt) .{0,40}(?:gewähr|haftung|verantwort)|"
    r"(?:maschinell|automatisch|automatisiert|mit (?:hilfe von )?ki) (?:übersetzt|"
    r"erstellt|verfasst)|(?:machine|automatically) translated|"
    r"ersetzt (?:keine|nicht) .{0,40}(?:beratung|arzt|ärzt)|stellt keine .{0,30}(?:beratung|empfehlung) dar|"
    r"erhalten wir (?:gegebenenfalls |ggf\. |evtl\. )?eine (?:\w+ )?provision|"
    r"we may (?:earn|receive) (?:a )?commission"
)
"""Notes a publisher sets apart from the article: whose opinion it is, what it is no advice for."""

_CAPTION_SIGN = re.compile(
    r"[:©()\[/|]|getty|alliance|shutterstock|imago|istock|adobe|unsplash|pixabay|pexels|dpa-|courtesy|"
    r"handout|zvg|symbol|archiv|illustration by|photo|foto|bild von|video von|image by"
)
_DISCLAIMER_SIGN = re.compile(
    r"meinung|beratung|empfehlung|gesponsert|affiliate|provision|haftung|hinweis|offenlegung|advice|sponsored|"
    r"constitute|disclaimer|disclosure|expressed|gewähr|verantwort|übersetzt|erstellt|verfasst|translated|"
    r"ersetzt|commission"
)


def caption_in(small: str) -> re.Match[str] | None:
    """Find the mark of a caption in a line in small letters; most lines can be seen to hold none."""
    return CAPTION.search(small) if _CAPTION_SIGN.search(small) else None


def is_disclaimer(small: str) -> bool:
    """Tell whether a text in small letters is a publisher's note; most can be seen not to be."""
    return bool(_DISCLAIMER_SIGN.search(small) and DISCLAIMER.search(small))


RELATIVE = re.compile(
    r"^\W*(?:\w+\s){0,2}(?:vor (?:\d+|ein\w*|wenigen|kurzem)\s?(?:sekunden?|minuten?|"
    r"min\.?|stunden?|std\.?|tag(?:en)?|wochen?|monat(?:en)?)?|"
    r"(?:\d+|an?|one)\s?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|"
    r"months?) ago|just now|gerade eben|heute|gestern|today|yesterday|"
    r"hace \d+ \w+|il y a \d+ \w+|\d+ \w+ fa)\b.{0,40}$"
)
"""A date only relative to when the page was seen: it names no day."""

PUBLISHED = re.compile(
    r"veröffentlicht|erschienen|publiziert|erstellt|erst(?:mals|veröffentlichung)|"
    r"publish|posted|first|zuerst|created|eingestellt|"
    r"publicado|pubblicat|publié|ausgabe vom|gepostet|datum|date\b|vom\b|online seit|issue",
    re.IGNORECASE,
)
"""Before a date: the day of publication."""

OTHER_DAY = re.compile(
    r"\W*(?:registriert|angemeldet|mitglied|dabei|beigetreten|joined|member|registered|geboren|born)\b"
    r"(?:\s(?:seit|am|on|since|in))?\s?:?\s",
    re.IGNORECASE,
)
"""What stands before the day on which somebody joined a forum, or was born."""

UPDATED = re.compile(
    r"aktualisiert|stand\b|updated?|geändert|modifi|letzte (?:änderung|"
    r"aktualisierung)|überarbeitet|actualizad|aggiornat|mis à jour|"
    r"edited|last\b|bearbeitet|upd\.",
    re.IGNORECASE,
)
"""Before a date: the day of a later change."""

ELSEWHEN = re.compile(
    r"copyright|©|geboren|geb\.|born|gültig|bis zum|until|ab dem|aufgerufen|abgerufen|"
    r"accessed|retrieved|foto|photo|bild\b|"
    r"termin|sendung|ausstrahlung|beginn|verfügbar|available|kommentar|seit\b|since",
    re.IGNORECASE,
)
"""Before a date: some other day."""
