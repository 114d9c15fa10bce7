"""The sign-up form as its author writes it and as a visitor sends it. Pure."""
