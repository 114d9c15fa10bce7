"""Imports every module of the folder it is run in, read from standard input; names those that fail.

Older commits do not have this file, so it needs nothing of theirs but `project.settings`.
"""

import importlib
import logging
import os
import sys
from pathlib import Path

ELSEWHERE = {".venv", "var", "node_modules", "staticfiles", "bin"}
SCRIPT = "peer_"  # beside a benchmark, for another environment's Python


def modules() -> list[str]:
    """Dotted names of the modules of all packages, and of those beside them."""
    every = []
    for file in sorted(Path().rglob("*.py")):
        packages = [folder for folder in file.parents if folder != Path()]
        if ELSEWHERE & set(file.parts) or file.name.startswith(SCRIPT):
            continue
        if all((folder / "__init__.py").exists() for folder in packages):
            name = ".".join(file.with_suffix("").parts)
            every.append(name.removesuffix(".__init__").removesuffix(".__main__"))
    return every


def main() -> int:
    sys.path.insert(0, "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    logging.disable(logging.INFO)
    failed = 0
    for name in modules():
        try:
            importlib.import_module(name)
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {error}")
            failed = 1
    return failed


sys.exit(main())
