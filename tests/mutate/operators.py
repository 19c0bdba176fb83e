"""operators: the places of a text that can be mutated, and how.

A place is (kind, start, end, new): text[start:end] becomes `new`. Comments and
strings are left alone, and so is what only frees.
"""
import re

COMMENTS = {
    "c": r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
         r'|^#(?:\\\n|[^\n])*',
    "lua": r'--\[\[.*?\]\]|--[^\n]*|\[\[.*?\]\]|"(?:\\.|[^"\\\n])*"'
           r"|'(?:\\.|[^'\\\n])*'",
    "py": r'[rbf]*""".*?"""|#[^\n]*|[rbf]*"(?:\\.|[^"\\\n])*"'
          r"|[rbf]*'(?:\\.|[^'\\\n])*'",
}
SWAPS = {
    " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ",
    " == ": " != ", " != ": " == ", " ~= ": " == ",
    " && ": " || ", " || ": " && ", " and ": " or ", " or ": " and ",
    " + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ",
    " += ": " -= ", " -= ": " += ",
    "true": "false", "false": "true", "True": "False", "False": "True",
}
SWAP = re.compile(r" (?:<=?|>=?|[=!~]=|&&|\|\||and|or|[-+*/]|[-+]=) "
                  r"|\b(?:[Tt]rue|[Ff]alse)\b")
NUMBER = re.compile(r"(?<![\w.\[])\d+(?![\w.\]])")
# The answer of a comparison: any number of that sign is as good; so is more
# memory.
EQUAL = re.compile(r"\? -?1 : [^;\n]*|alloc\([^;\n]*|grow\([^;\n]*")
RETURN = re.compile(r"\breturn (HCC_OK|st|-1|0|1)(?=;|\n)")
RETURNS = {"HCC_OK": "HCC_INTERNAL", "st": "HCC_OK", "-1": "0", "0": "1",
           "1": "0"}
CONDITION = {
    "c": re.compile(r"\bif \("),
    "lua": re.compile(r"\b(?:else)?if (.*?) then\b", re.S),
    "py": re.compile(r"\b(?:el)?if ([^:\n]*):\n"),
}
STATEMENT = {
    "c": re.compile(r"(?<=[;{}:\n])\n\t+((?:\(void\))?[a-z_][^\n;{}]*;)\n"),
    "lua": re.compile(r"\n\t+([a-z_][\w.:]*(?:\[[^\n\]]*\])*(?: = [^\n]*"
                      r"|\([^\n]*\)))(?=\n)"),
    "py": re.compile(r"\n +([a-z_][\w.]*(?:\[[^\n\]]*\])*(?: [-+]?= [^\n]*"
                     r"|\([^\n]*\)))(?=\n)"),
}
FREES = re.compile(r"\b\w*(?:free|release|close|reset|cleanup|unref|"
                   r"(?<!object_)delete)\(|"
                   r"^(?:goto|break|continue|return|case|default|else)\b")
DECLARED = re.compile(r"^(?:const|static|struct|enum|unsigned|char|int|bool|"
                      r"double|float|long|size_t|ssize_t|off_t|pid_t|jv|"
                      r"[a-z0-9_]+_t|FILE|DIR|va_list)\b[^(=]*$|^\w+\t")


def masked(text, language):
    """The text with each comment and string as long, but blank."""
    def blank(m):
        return re.sub(r"[^\n]", " ", m.group())
    return re.sub(COMMENTS[language], blank, text, flags=re.S | re.M)


def closing(text, start):
    """Where the parenthesis that opens at `start` closes."""
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    return len(text)


def balanced(s):
    return all(s.count(a) == s.count(b) for a, b in ("()", "[]", "{}"))


def conditions(code, language):
    for m in CONDITION[language].finditer(code):
        if language == "c":
            start, end = m.end(), closing(code, m.end() - 1)
            yes = ("!(", ")", "0")
        else:
            start, end = m.span(1)
            yes = ("not (", ")", "false" if language == "lua" else "False")
        yield "condition negated", start, end, yes[0], yes[1]
        yield "check removed", start, end, yes[2], None


def statements(code, language):
    empty = {"c": ";", "lua": "do end", "py": "pass"}[language]
    for m in STATEMENT[language].finditer(code):
        s = m.group(1)
        before = code[:m.start()].rstrip()[-1:]
        if not FREES.search(s) and not DECLARED.search(s) and balanced(s) \
                and (language != "c" or before in ";{}:)"):
            yield "statement removed", m.start(1), m.end(1), empty


def places(text, language):
    code = masked(text, language)
    for m in SWAP.finditer(code):
        kind = "comparison" if m.group().strip() in \
            ("<", "<=", ">", ">=", "==", "!=", "~=") else "operator"
        yield kind, m.start(), m.end(), SWAPS[m.group()]
    for m in NUMBER.finditer(EQUAL.sub(lambda m: " " * len(m.group()), code)):
        yield "constant", m.start(), m.end(), str(int(m.group()) + 1)
    for kind, start, end, a, b in conditions(code, language):
        yield kind, start, end, a if b is None else a + text[start:end] + b
    yield from statements(code, language)
    if language == "c":
        for m in RETURN.finditer(code):
            yield "return value", m.start(1), m.end(1), RETURNS[m.group(1)]
