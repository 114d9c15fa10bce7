"""Days and hours as German readers write them: „23. November 2026, 18:30 Uhr“."""

DATE_FORMAT = "j. F Y"
TIME_FORMAT = r"G:i \U\h\r"
DATETIME_FORMAT = r"j. F Y, G:i \U\h\r"
SHORT_DATE_FORMAT = "j. M Y"
MONTH_DAY_FORMAT = "j. M"
