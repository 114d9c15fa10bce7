"""The demo: one visitor's whole journey over real HTTP, verified, seen only from outside."""
