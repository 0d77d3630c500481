"""What crosses the wall of the store: tables that come in, and tables that go out."""
