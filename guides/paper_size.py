"""The paper a visitor prints on, guessed from time zone or browser language. Pure."""

from __future__ import annotations

import re

# Places whose printers hold US Letter (Unicode CLDR, measurementData, paperSize US-Letter).
_REGIONS = {
    *("BZ", "CA", "CL", "CO", "CR", "DO", "GT", "MX", "NI", "PA"),
    *("PH", "PR", "SV", "US", "VE", "AS", "GU", "MP", "UM", "VI"),
}
_ZONES_APART = frozenset(
    ("Asia/Manila", "Pacific/Honolulu", "Pacific/Guam", "Pacific/Pago_Pago", "Pacific/Saipan")
)
_A4_AMERICA = re.compile(
    r"America/(Argentina/|Buenos_Aires|Sao_Paulo|Rio_Branco|Manaus|Bahia|Fortaleza|Recife|Belem|"
    r"Maceio|Araguaina|Cuiaba|Campo_Grande|Porto_Velho|Boa_Vista|Santarem|Eirunepe|Noronha|"
    r"Montevideo|Asuncion|La_Paz|Lima|Guayaquil|Paramaribo|Cayenne|Guyana|Godthab|Nuuk|"
    r"Scoresbysund|Danmarkshavn|Thule|Miquelon|Guadeloupe|Martinique|Curacao|Aruba)"
)


def paper_for(*, zone: str, languages: str) -> str:
    """ "letter" or "a4"; the zone counts before the language, since many browsers speak en-US."""
    if "/" in zone:
        american = zone.startswith(("America/", "US/", "Canada/")) and not _A4_AMERICA.match(zone)
        return "letter" if american or zone in _ZONES_APART else "a4"
    match = re.search(r"\b[a-z]{2,3}-([A-Z]{2})\b", languages[:200])
    return "letter" if match and match[1] in _REGIONS else "a4"
