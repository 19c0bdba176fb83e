"""Recipes for tables, short texts and small pictures, with scikit-learn.

A program is a task and a recipe, both plain JSON, and one call:

    from hcc_recipes import run
    run(TASK, RECIPE)

It reads ./input, writes ./submission.csv and prints `metric: VALUE`, the
score of rows that no model has seen. families.json says what a recipe may
hold. Importing this package alone loads nothing else.
"""


def run(task, recipe):
    """Train what the recipe says on the task's data, and hand in answers."""
    from . import clock, main    # clock first: it counts from its import
    clock.start(recipe.get("time"))
    main.solve_task(task, recipe)


def run_own(task, model, features=None):
    """Train model(), perhaps on features(train, test), and hand in answers;
    own.py says what these are."""
    from . import clock, own
    clock.start()
    own.solve(task, model, features)


def blend_kept(task):
    """Blend what the runs below ./base have left in keep/, and hand in."""
    from . import clock, combine
    clock.start()
    combine.combine(task)
