"""One line that does a deed: the same grammar for the screen's `:` and for `qiaomen do`."""
