"""The example of the settings on standard input, filled as the manual says, on standard output."""

import sys

from tests.containers.compose import filled

SECRET = "never-in-an-image-0123456789-0123456789-0123456789-{}"


def main() -> None:
    sys.stdout.write(
        filled(
            sys.stdin.read(),
            SECRET_KEY=SECRET.format("links"),
            HASH_KEY=SECRET.format("list"),
            POSTGRES_PASSWORD=SECRET.format("rows"),
            DATABASE_URL=f"postgres://reframe:{SECRET.format('rows')}@postgres/reframe",
            SITE_URL="https://reframe.example.org",
            EMAIL_URL="smtp://mailcatcher:1025?starttls=no",
            ADMINS="operator@example.org",
        )
    )


if __name__ == "__main__":
    main()
