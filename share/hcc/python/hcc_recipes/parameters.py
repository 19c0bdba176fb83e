"""What a recipe may hold: families.json, the one table of all parameters.

A parameter is {type, default} and what its type wants: low and high (integer,
number, integers), values (one, list), scale (log: its ratios matter), steps
(factors by which it is varied). Where `sweep` is true a list stands for
alternatives, of which scores on folds choose one; where `costs` is true a
larger value takes more time. A family that `turns` learns the same whichever
way the axes of its features lie.
"""
import json
import pkgutil

TABLE = json.loads(pkgutil.get_data(__package__, "families.json"))
FAMILIES, VIEWS = TABLE["families"], TABLE["views"]


def of_member(model, view):
    """The parameters of a family on a view of the data."""
    return {**TABLE["member"], **VIEWS[view],
            **FAMILIES[model]["parameters"]}


def filled(member):
    """A member of a recipe with its view and all defaults."""
    family = FAMILIES.get(member["model"])
    if family is None:
        raise ValueError(f"unknown model '{member['model']}'; known: "
                         + ", ".join(sorted(FAMILIES)))
    view = member.get("view") or family["view"]
    rules = of_member(member["model"], view)
    strange = sorted(set(member) - set(rules) - {"model"})
    if strange:
        raise ValueError(f"unknown parameter '{strange[0]}' of "
                         f"{member['model']}; known: {', '.join(rules)}")
    full = {name: rule["default"] for name, rule in rules.items()}
    return {**full, **member, "view": view}


def program(recipe):
    """The members of a recipe with all defaults, and its other settings."""
    rules = TABLE["program"]
    settings = {name: recipe.get(name, rule["default"])
                for name, rule in rules.items()}
    members = recipe.get("members") or [
        {name: value for name, value in recipe.items() if name not in rules}]
    return [filled(member) for member in members], settings


def sweeps(member):
    """The parameters for which a member lists alternatives."""
    rules = of_member(member["model"], member["view"])
    return [name for name, rule in rules.items()
            if rule.get("sweep") and isinstance(member[name], list)]


def seen_by_view(member):
    """What of a member its view reads: equal values, equal view."""
    return {name: member[name] for name in ["view", *VIEWS[member["view"]]]}
