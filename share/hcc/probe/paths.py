"""What this Python needs to run: a line "path PATH" for each file or
directory outside of the system, "program PATH" for itself, "version TEXT".
"""
import glob
import os
import sys

found = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix,
         os.path.realpath(sys.executable)}
found.update(p for p in sys.path if p)
with open("/proc/self/maps", encoding="utf-8") as maps:
    found.update(os.path.dirname(line.split(maxsplit=5)[5].strip())
                 for line in maps if "/" in line)
# Packages in development are imported from where they are (PEP 610).
for told in [file for place in sys.path for file in glob.glob(os.path.join(
        glob.escape(place), "*-info", "direct_url.json"))]:
    import json
    import urllib.parse
    try:
        with open(told, encoding="utf-8") as file:
            origin = json.load(file)
    except ValueError:
        continue
    url = urllib.parse.urlparse(origin.get("url", ""))
    if url.scheme == "file" and origin.get("dir_info", {}).get("editable"):
        found.add(urllib.parse.unquote(url.path))

print("program", sys.executable)
print("version Python", sys.version.split()[0])
for path in sorted(p for p in found if os.path.exists(p)):
    print("path", path)
