#!/usr/bin/python3
"""Check JSON lines on standard input against share/hcc/schema.

usage: schema_check.py DIR [KIND]

Each line is checked against DIR/KIND.json, by default the one that its member
"kind" names. Prints what is wrong and exits 1, else prints how many lines of
which kind were right. Knows the part of JSON Schema that the schemas use, and
refuses a schema that uses more.
"""
import collections
import json
import pathlib
import re
import sys

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "number": lambda v: isinstance(v, (int, float))
    and not isinstance(v, bool),
    "integer": lambda v: isinstance(v, (int, float))
    and not isinstance(v, bool) and v == int(v),
}
# What is said of a value, and when it is wrong. Rules of one type hold for
# values of that type only.
NUMBERS = {
    "minimum": lambda v, rule: v < rule,
    "maximum": lambda v, rule: v > rule,
    "exclusiveMinimum": lambda v, rule: v <= rule,
}
STRINGS = {
    "pattern": lambda v, rule: not re.search(rule, v),
    "minLength": lambda v, rule: len(v) < rule,
    "maxLength": lambda v, rule: len(v) > rule,
}
LISTS = {
    "minItems": lambda v, rule: len(v) < rule,
    "maxItems": lambda v, rule: len(v) > rule,
}
OTHERS = {"$schema", "$defs", "$ref", "title", "description", "type", "enum",
          "const", "anyOf", "required", "properties", "items",
          "additionalProperties"}
KNOWN = OTHERS | NUMBERS.keys() | STRINGS.keys() | LISTS.keys()


def types(schema):
    wanted = schema.get("type", [])
    return [wanted] if isinstance(wanted, str) else wanted


def members(value, schema, root, at):
    """The problems of an object."""
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}: no member '{name}'"
    for name, member in value.items():
        if name in known:
            yield from problems(member, known[name], root, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: member '{name}' is not in the schema"


def problems(value, schema, root, at):
    """Yield a sentence for everything that is wrong with the value."""
    for rule in schema.keys() - KNOWN:
        yield f"{at}: the schema uses '{rule}', which this program ignores"
    if "$ref" in schema:
        there = root["$defs"][schema["$ref"].split("/")[-1]]
        yield from problems(value, there, root, at)
    if types(schema) and not any(TYPES[t](value) for t in types(schema)):
        yield f"{at}: {value!r} is not {' or '.join(types(schema))}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "anyOf" in schema and all(any(problems(value, one, root, at))
                                 for one in schema["anyOf"]):
        yield f"{at}: {value!r} fits none of anyOf"
    for name, rules in (("number", NUMBERS), ("string", STRINGS),
                        ("array", LISTS)):
        for rule in rules.keys() & schema.keys() if TYPES[name](value) else []:
            if rules[rule](value, schema[rule]):
                yield f"{at}: {value!r} breaks {rule} {schema[rule]}"
    if isinstance(value, dict):
        yield from members(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            yield from problems(item, schema["items"], root, f"{at}[{i}]")


def main():
    where, kinds = pathlib.Path(sys.argv[1]), collections.Counter()
    bad = 0
    for number, line in enumerate(sys.stdin, 1):
        record = json.loads(line)
        kind = sys.argv[2] if len(sys.argv) > 2 else record.get("kind")
        schema = json.loads((where / f"{kind}.json").read_text())
        kinds[kind] += 1
        for problem in problems(record, schema, schema, kind):
            print(f"line {number}: {problem}")
            bad = 1
    if not bad:
        print(*(f"{kind} {n}" for kind, n in sorted(kinds.items())))
    return bad


if __name__ == "__main__":
    sys.exit(main())
