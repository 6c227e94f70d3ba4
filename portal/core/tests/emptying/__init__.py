"""An app of the tests' settings: its `flush` is the one that Django calls after each test that commits."""
