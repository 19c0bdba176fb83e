"""Tokens of a text, as lib/base/tokens.c estimates them."""
import re

# A blank belongs to the word or sign behind it.
RUNS = re.compile(r" ?(?P<letters>[A-Za-z]+)|(?P<digits>[0-9]+)"
                  r"| ?(?P<signs>[^0-9A-Za-z\t-\r\x1c- \x80-\U0010ffff]+)"
                  r"|(?P<blanks>[\t-\r\x1c- ]+)|(?P<others>[^\x00-\x7f]+)")
SIZE = {"letters": 6, "digits": 3, "signs": 3, "blanks": 16, "others": 2}


def count(text):
    return sum(-(-len(run[run.lastgroup]) // SIZE[run.lastgroup])
               for run in RUNS.finditer(text))
