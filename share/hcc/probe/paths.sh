# What this shell needs to run, in the lines of paths.py.
# /proc/$$ is the shell's own, not that of readlink or sed.
echo "path $(readlink "/proc/$$/exe")"
sed -n 's|^[^/]*\(/.*\)/[^/]*$|path \1|p' "/proc/$$/maps" | sort -u
