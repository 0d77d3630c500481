"""The desk line by line: questions and answers, for a screen reader, a bare terminal or a pipe.

Each task of the desk is a function in one of these modules, named in `tasks`; it asks through
`talk` and `choosing` and does the same deeds as the screens.
"""
