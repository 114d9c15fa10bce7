"""How days and hours are written, by language (Django's FORMAT_MODULE_PATH)."""
