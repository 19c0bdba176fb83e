# lib.sh: TAP for tests of the installed tools. Source it first:
#
#	. "${0%/*}/../lib.sh"
#	is 'echo says it' 'hello' "$(echo hello)"
#	exits 'false fails' 1 false
#	like 'and says why' 'No such' err
#	finish
#
# Each test runs in a throwaway directory; PATH begins with the tools under
# test (HCC_BIN, else the build directory). Home and wisdom are thrown away.
# The model that the user has is not asked.

n=0
here=$(cd "${0%/*}" && pwd)
root=$(cd "$here/../.." && pwd)
PATH=${HCC_BIN:-$root/build/bin}:$PATH
T=$(mktemp -d "${TMPDIR:-/tmp}/hcc-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
cd "$T" || exit 1
HOME=$T/home XDG_DATA_HOME=$T/home/data XDG_CONFIG_HOME=$T/home/config
XDG_CACHE_HOME=$T/home/cache
mkdir -p "$HOME"
export PATH HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
unset HCC_TASK HCC_WISDOM HCC_SESSION HCC_CONFIG HCC_LLM_URL HCC_LLM_MODEL \
    HCC_LLM_KEY HCC_LLM_API HCC_LLM_COMMAND HCC_LLM_RECORD HCC_LLM_REPLAY

# gojq does what jq 1.6 does, and starts in a tenth of its 40 ms.
if command -v gojq >/dev/null; then
	jq() { gojq "$@"; }
fi

# report OK NAME: one TAP line.
report() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"
	else echo "not ok $n - $2"; fi
}

# is NAME WANTED GOT
is() {
	if [ "$2" = "$3" ]; then report 0 "$1"
	else
		report 1 "$1"
		printf '%s\n' "wanted: $2" "got: $3" | sed 's/^/# /'
	fi
}

# exits NAME STATUS COMMAND..: output is kept in the files out and err.
exits() {
	name=$1 want=$2
	shift 2
	got=0
	"$@" >out 2>err </dev/null || got=$?
	is "$name" "$want" "$got"
	[ "$want" = "$got" ] || sed 's/^/# /' err
}

# like NAME EXTENDED-REGEX FILE
like() {
	if grep -Eq -- "$2" "$3"; then report 0 "$1"
	else
		report 1 "$1"
		{ echo "no match for: $2"; head -20 "$3"; } | sed 's/^/# /'
	fi
}

# unlike NAME EXTENDED-REGEX FILE
unlike() {
	if grep -Eq -- "$2" "$3"; then
		report 1 "$1"
		grep -E -- "$2" "$3" | head -5 | sed 's/^/# /'
	else report 0 "$1"; fi
}

# ok NAME COMMAND..: the command succeeds.
ok() {
	name=$1
	shift
	if "$@" >out 2>err; then report 0 "$name"
	else
		report 1 "$name"
		sed 's/^/# /' err
	fi
}

# wait_for COMMAND..: until the command succeeds, at most five minutes, which is
# enough on the busiest machine; its status.
wait_for() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 3000 ] || return 1
		sleep 0.1
	done
}

# alive PATTERN, gone PATTERN: is a process of this command line running?
alive() {
	pgrep -f -- "$1" >/dev/null
}
gone() {
	r=0
	pgrep -f -- "$1" >/dev/null || r=$?
	[ "$r" -eq 1 ]		# 2 and 3: pgrep itself failed
}

# skip NAME WHY
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

finish() {
	echo "1..$n"
}

# small_task DIR [LINE..]: a task of 20 rows whose brain is tests/fake/brain.lua;
# each LINE goes into its front matter.
small_task() {
	mkdir -p "$1/input" "$1/policy"
	{
		echo id,x,y
		for i in 1 2 3 4 5 6 7 8 9 10; do echo "$i,$i,$((i % 2))"; done
	} >"$1/input/train.csv"
	{
		echo id,x
		for i in 11 12 13 14; do echo "$i,$i"; done
	} >"$1/input/test.csv"
	{
		echo id,y
		for i in 11 12 13 14; do echo "$i,0"; done
	} >"$1/input/sample_submission.csv"
	dir=$1
	shift
	{
		echo ---
		echo 'id: small'
		echo 'metric: accuracy'
		echo 'language: shell'
		echo "brain: $root/tests/fake/brain.lua"
		for line; do echo "$line"; done
		echo ---
		echo 'Tell odd from even.'
	} >"$dir/task.md"
	echo 'return { noise_runs = 0, slots = 2 }' >"$dir/policy/exec.lua"
}

# fetched TASK: the prefetch.md of a task that has been shown two entries.
fetched() {
	cat >"$1/prefetch.md" <<'END'
---
matches: 1
---
## 0123456789abcdef ants (similarity 0.83, confirmed, here)
```
Trees work on ants.
```
## fedcba9876543210 bees (similarity 0.5, provisional, here)
```
Nets work on bees.
```
END
}

# one_idea: from here on a plan has one suggestion, and a whole task four runs
# instead of twenty.
one_idea() {
	mkdir -p "$XDG_CONFIG_HOME/hcc/policy"
	echo 'return { m = 1, q = 1 }' >"$XDG_CONFIG_HOME/hcc/policy/plan.lua"
}

# quick_recipes: from here on the programs of recipes train nothing: they hand
# in the sample, and their scores follow from task and recipe.
quick_recipes() {
	cp -R "$root/share/hcc" "$T/share"
	sed -i '/^    modules = """/,/split()/c\    modules = []' \
	    "$T/share/warm/server.py"
	cat >>"$T/share/python/hcc_recipes/__init__.py" <<-'E'


	def run(task, recipe):
	    import json, random, shutil
	    told = random.Random(json.dumps([task, recipe]))
	    folds = [told.uniform(0.4, 0.6) for _ in range(5)]
	    for fold in folds:
	        print("fold:", fold)
	    print("metric:", sum(folds) / 5)
	    shutil.copy("input/sample_submission.csv", "submission.csv")


	def run_own(task, model, features=None):
	    run(task, {})
	E
	export HCC_SHARE="$T/share"
}
