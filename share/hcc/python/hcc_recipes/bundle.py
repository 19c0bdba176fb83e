"""The whole package as one file, for a program that must stand alone.

    python3 hcc_recipes/bundle.py >hcc_recipes.py

Beside solution.py that file is what `import hcc_recipes` finds.
"""
import os
import sys

HEAD = '''"""The package hcc_recipes in one file, as readable text."""
import importlib
import importlib.abc
import importlib.util
import os
import sys

FILES = {}
'''
FOOT = '''

class Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the modules of FILES, and their data."""

    def path_of(self, name):
        path = name.replace(".", "/")
        for path in (path + ".py", path + "/__init__.py"):
            if path in FILES:
                return path
        return None

    def find_spec(self, name, path=None, target=None):
        found = self.path_of(name)
        if found is None:
            return None
        spec = importlib.util.spec_from_loader(name, self, origin=found)
        spec.has_location = True
        return spec

    def is_package(self, name):
        return self.path_of(name).endswith("/__init__.py")

    def get_source(self, name):
        return FILES[self.path_of(name)]

    def get_data(self, path):
        return FILES[path.replace(os.sep, "/")].encode()


sys.meta_path.insert(0, Finder())
del sys.modules[__name__]
importlib.import_module(__name__)
'''


def files(top):
    """Path and text of each file of the package, sorted."""
    for place, folders, names in sorted(os.walk(top)):
        for name in sorted(names):
            path = os.path.join(place, name)
            short = os.path.relpath(path, os.path.dirname(top))
            if name.endswith((".py", ".json")) and name != "bundle.py":
                with open(path, encoding="utf-8") as file:
                    yield short.replace(os.sep, "/"), file.read()


def bundle(out):
    """Write the package as one module."""
    out.write(HEAD)
    for path, text in files(os.path.dirname(os.path.abspath(__file__))):
        if "'" * 3 in text or text.endswith("\\"):
            raise ValueError(f"{path} cannot be quoted")
        out.write(f"FILES[{path!r}] = r'''{text}'''\n")
    out.write(FOOT)


if __name__ == "__main__":
    bundle(sys.stdout)
