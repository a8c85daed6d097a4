"""Pages that hold no article: behind a paywall, not found, or asking for consent or a check instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html

from archive.readers.page.markup import marks_of
from archive.readers.page.statements import Statements

SHORT = 700
"""Code points of body below which a page that closes its article to readers shows only its beginning."""

VERY_SHORT = 400
"""Code points of body below which a page is told by what it says."""

_CLOSED = re.compile(
    r"(?:jetzt|hier|weiter|artikel) .{0,40}(?:weiterlesen|freischalten)|nur für abonnenten|"
    r"mit (?:dem )?.{0,20}(?:abo|plus) (?:weiter)?lesen|"
    r"(?:dieser artikel|dieser beitrag|weiterlesen) .{0,60}(?:abo|abonnent|registrier|premium|plus)|"
    r"(?:abo|plus)-artikel|bezahlartikel|"
    r"(?:subscribe|sign up|log in|register|subscribers?) .{0,40}(?:continue|keep|to read|only|"
    r"full (?:story|article))|"
    r"(?:already a subscriber|this (?:article|content|story) is (?:for|reserved|only)|to continue reading)|"
    r"réservé aux abonnés|contenido exclusivo|solo (?:para )?suscriptores|riservato agli abbonati",
    re.IGNORECASE,
)
_LOCKED = re.compile(
    r"(?:subscribe|sign up|log in|sign in|register) .{0,40}to (?:continue reading|keep reading|"
    r"read (?:on|more|the (?:full|whole|rest)))|to continue reading|weiterlesen mit .{0,30}(?:\+|plus|abo)|"
    r"(?:möchten sie|sie möchten|jetzt|um) .{0,40}weiter(?:zu)?lesen\W+(?:jetzt |bitte )?"
    r"(?:registrier|anmeld|abo)|"
    r"(?:haben sie|sie haben|du hast) bereits ein .{0,20}(?:abo|konto)|bereits (?:abonnent|registriert)|"
    r"already (?:a subscriber|have an account)|nur für abonnenten|déjà abonné|ya eres suscriptor",
    re.IGNORECASE,
)
"""What stands right below the beginning of an article that is closed."""
_BELOW = 6
_PAYWALL = re.compile(
    r"paywall|paid-content|pay-?barrier|offer-?page|subscriber-only|abo-schranke|piano-|regwall",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,40}(?:not found|nicht gefunden|error|fehler|forbidden|"
    r"unavailable)|page not found|seite (?:wurde )?nicht "
    r"gefunden|access denied|zugriff verweigert|are you (?:a )?(?:human|robot)|just a moment|captcha|"
    r"enable javascript|javascript "
    r"(?:aktivieren|is disabled)|verify you are|attention required",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:werbung|tracking|cookies).{0,80}(?:zustimm|akzeptier|einwillig)|(?:accept|consent).{0,60}cookies",
    re.IGNORECASE,
)


def reason_of(
    tree: html.HtmlElement, said: Statements, headline: str | None, body: str, lines: Sequence[str] = ()
) -> str | None:
    """Say in a few words why a page that shows these lines holds no article; None where nothing tells."""
    size = len(body)
    if size >= SHORT:
        return None
    if _is_closed(tree, said, body) or _is_locked(body, lines):
        return "shows only the beginning of the article, the rest is behind a paywall"
    told = f"{headline or ''} {body}"[: 2 * VERY_SHORT]
    if size < VERY_SHORT and _REFUSED.search(told):
        return "is a site's refusal to show the article"
    if size < VERY_SHORT and _CONSENT.search(told):
        return "is a question for consent, not the article"
    return None


def _is_locked(body: str, lines: Sequence[str]) -> bool:
    """Tell a paywall by the lines right below the last paragraph."""
    last = body.rsplit("\n", 1)[-1]
    at = next((at for at, line in enumerate(lines) if line == last), None)
    return bool(body) and at is not None and any(map(_LOCKED.search, lines[at : at + _BELOW]))


def _is_closed(tree: html.HtmlElement, said: Statements, body: str) -> bool:
    """Tell a paywall: declared, or marked or said on the page."""
    free = str(said.article.get("isAccessibleForFree", "")).lower().rpartition("/")[2]
    tier = (said.first("article:content_tier", "content_tier") or "").lower()
    if free in ("false", "no", "0") or tier in ("locked", "metered", "paid"):
        return True
    if _CLOSED.search(body[-VERY_SHORT:]):
        return True
    return any(_PAYWALL.search(marks_of(element)) for element in tree.iter("div", "section", "aside"))
