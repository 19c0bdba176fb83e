# fake/lib.sh: tests of hcc-llm against fake/llm.py. Source it after lib.sh:
#
#	fake_start [SCRIPT]
#	ask ok -n <prompt		# hcc-llm at http://127.0.0.1:N/ok/v1
#	sends 'a name' 77 ask 401
#	is 'asked once' 1 "$(asked ok)"
#	try <<-'E'			# many at once, streamed and not
#	503*1   0 ok 2 TEXT
#	401     77 auth 1
#	E
#
# $fake holds what fake/llm.py writes: ports, socket, log.
# shellcheck disable=SC2154 # lib.sh tells where we are

key=sk-f4ke+K3y/0123456789==
text='Grüße, wörld €😀 "quoted" \ end.'
fake=$T/fake
unset HCC_LLM_URL HCC_LLM_MODEL HCC_LLM_COMMAND HCC_LLM_API HCC_LLM_RECORD \
    HCC_LLM_REPLAY http_proxy https_proxy all_proxy no_proxy HTTP_PROXY \
    HTTPS_PROXY ALL_PROXY NO_PROXY
XDG_STATE_HOME=$T/home/state XDG_RUNTIME_DIR=$T/home/run
mkdir -p "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
HCC_LLM_MODEL='fake-1'
HCC_LLM_KEY=$key
export XDG_STATE_HOME XDG_RUNTIME_DIR HCC_LLM_MODEL HCC_LLM_KEY

fake_start() {
	mkdir -p "$fake"
	FAKE_KEY=$key /usr/bin/python3 "$root/tests/fake/llm.py" "$fake" "$@" \
	    2>"$T/fake.err" &
	fake_pid=$!
	trap 'kill $fake_pid; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
	i=0
	while [ ! -e "$fake/ready" ]; do
		i=$((i + 1))
		if [ $i -gt 200 ]; then
			echo "Bail out! no fake server: $(cat "$T/fake.err")"
			exit 1
		fi
		sleep 0.05
	done
}

# url FAULT [http|other|https]: the base URL where it goes wrong that way.
url() {
	via=${2:-http}
	scheme=http
	[ "$via" != https ] || scheme=https
	echo "$scheme://127.0.0.1:$(cat "$fake/$via")/$1/v1"
}

# ask FAULT [OPTION..]: hcc-llm there, with short waits.
ask() {
	fault=$1
	shift
	hcc-llm -u "$(url "$fault")" -a 2 -i 2 -d 20 "$@"
}

# sends NAME STATUS COMMAND..: as exits, with $T/prompt on standard input.
echo 'Say it.' >"$T/prompt"
sends() {
	name=$1 want=$2
	shift 2
	got=0
	"$@" >out 2>err <"$T/prompt" || got=$?
	is "$name" "$want" "$got"
	[ "$want" = "$got" ] || sed 's/^/# /' err
}

# log FAULT [JQ-FILTER]: requests as the server saw them.
log() {
	jq -r --arg l "$1" "select(.label == \$l) | ${2:-.}" "$fake/log"
}

# asked FAULT: how often it was.
asked() {
	log "$1" .n | wc -l | tr -d ' '
}

# until_asked FAULT: wait for a request.
until_asked() {
	i=0
	while [ "$(asked "$1")" = 0 ] && [ $i -lt 6000 ]; do
		i=$((i + 1))
		sleep 0.05
	done
}

# until_paused: some server has told to wait.
until_paused() {
	i=0
	while [ -z "$(find "$XDG_STATE_HOME" -name 'pause.*')" ] &&
	    [ $i -lt 6000 ]; do
		i=$((i + 1))
		sleep 0.05
	done
}

# try [OPTION..] <TABLE: one test a line and a way (streamed, not), all at
# the same time, each with a state of its own. A line holds the fault, the
# wanted status, class and number of requests (patterns of the shell) and what
# is to be the record's text, if any; TEXT is the usual one. With ~s or ~j
# after the fault it is only asked for streamed, or only for not streamed.
tries=0
try() {
	tries=$((tries + 1))
	set=$T/try$tries
	mkdir "$set"
	i=0
	grep -v '^#' | while read -r fault rest; do
		for way in s j; do
			case $fault in
			*~[!$way]) continue ;;
			esac
			i=$((i + 1))
			echo "$i $way ${fault%~?}@$tries.$i $rest"
		done
	done >"$set/list"
	# One line, in a child of its own.
	cat >"$set/one" <<-'E'
		d=$1/$2 way=$3 fault=$4
		shift 4
		mkdir -p "$d" && cd "$d" || exit
		echo "$fault" >label
		[ "$way" = s ] || set -- "$@" -n
		export XDG_STATE_HOME="$d/state" XDG_RUNTIME_DIR="$d"
		echo 'Say it.' | hcc-llm -j -a 2 -i 2 -d 20 "$@" \
		    -u "$fake_base/$fault/v1" >out 2>err
		echo $? >status
	E
	fake_base=$(url '' | sed 's,//v1,,')
	export fake_base
	cut -d ' ' -f 1-3 "$set/list" | sed "s|^|$set |; s|\$| $*|; s| *\$||" |
	    xargs -L 1 -P 24 sh "$set/one"
	try_got "$set" >"$set/got"
	while read -r i way fault status class requests said; do
		read -r got <&3
		read -r got_text <&3
		name="${fault%@*}, $([ "$way" = s ] || echo 'not ')streamed"
		# shellcheck disable=SC2254 # patterns
		case $got in
		$status\ $class\ $requests)
			[ "$said" != TEXT ] || said=$text
			is "$name: $status $class" "$said" "$got_text" ;;
		*)
			is "$name" "$status $class $requests" "$got"
			sed 's/^/# /' "$set/$i/err" ;;
		esac
	done <"$set/list" 3<"$set/got"
}

# Two lines for each line of a table: status, class and requests; the text.
try_got() {
	/usr/bin/python3 - "$1" "$fake/log" <<-'E'
		import collections, json, os, sys
		asked = collections.Counter(
		    json.loads(line)["label"] for line in open(sys.argv[2]))
		for line in open(sys.argv[1] + "/list"):
		    i, _, fault = line.split(" ")[:3]
		    here = os.path.join(sys.argv[1], i)
		    out = open(here + "/out", errors="replace").read()
		    try:
		        record = json.loads(out)
		    except ValueError:
		        record = {"class": "?", "text": out}
		    print(open(here + "/status").read().strip(),
		          record.get("class"), asked[fault])
		    print((record.get("text") or "").replace("\n", "|"))
	E
}

# tried FAULT [s|j]: the directory of that line of the last table, with the
# files out, err, status and label, by which the server's log knows it.
tried() {
	while read -r i way fault _; do
		if [ "$way" = "${2:-s}" ] && [ "${fault%@*}" = "$1" ]; then
			echo "$T/try$tries/$i"
		fi
	done <"$T/try$tries/list"
}

# check KIND <LINES: against the schema; "KIND N" when all N lines fit.
check() {
	/usr/bin/python3 "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" \
	    "$1" 2>&1
}

# all_fit: what the tables have left: a record of each call, and a ledger
# where everything that was reserved is settled.
all_fit() {
	cat "$T"/try*/*/out >records
	is 'each call has left a record' \
	    "$(cat "$T"/try*/list | wc -l)" "$(wc -l <records)"
	is 'that fits its schema' "llm $(wc -l <records)" "$(check llm <records)"
	cat "$T"/try*/*/state/hcc/ledger-*.jsonl >ledgers
	is 'so does each line of a ledger' "ledger $(wc -l <ledgers)" \
	    "$(check ledger <ledgers)"
	is 'where nothing stays reserved' '' "$(jq -rs 'group_by(.id)[] |
	    select((map(select(.ev == "settle")) | length) != 1)' ledgers)"
}
