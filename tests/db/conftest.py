"""The demonstration, for the tests of this folder."""

from tests.db.demo_fixture import demo, demo_database

__all__ = ["demo", "demo_database"]
