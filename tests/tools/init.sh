# init.sh: data for the tests of hcc-init, which source it behind lib.sh.

# data DIR: thirty rows to learn from, ten to predict.
data() {
	rm -rf "$1" t
	mkdir "$1"
	seq 30 | awk 'BEGIN { print "id,a,b,y" }
	    { print $1 "," $1 * 7 % 13 ",w" $1 % 4 "," $1 % 2 }' >"$1/train.csv"
	seq 31 40 | awk 'BEGIN { print "id,a,b" }
	    { print $1 "," $1 * 7 % 13 ",w" $1 % 4 }' >"$1/test.csv"
	seq 31 40 | awk 'BEGIN { print "id,y" } { print $1 ",0" }' \
	    >"$1/sample_submission.csv"
	seq 31 40 | awk 'BEGIN { print "id,y" } { print $1 "," $1 % 2 }' >l.csv
	echo 'Predict y. Submissions are evaluated on accuracy.' >desc.md
}

# field NAME FILE: a line of the front matter.
field() {
	sed -n "/^---/,/^---/s/^$1: //p" "$2"
}

init() {
	hcc-init -q -d desc.md "$@"
}

# edit PROGRAM FILE: sed in place.
edit() {
	sed "$1" "$2" >edited && mv edited "$2"
}

# refuse NAME STATUS SAY ARGUMENT..: no task is made of d, and the message says
# why.
refuse() {
	name=$1 status=$2 say=$3
	shift 3
	exits "$name: refused with $status" "$status" init "$@" d t
	like "$name: the message gives the reason" "$say" err
	is "$name: nothing is left" '' "$(find . -name t -o -name '.tmp*')"
}

# grouped DIR: eight rows a patient, other patients in test, in time too.
grouped() {
	rm -rf "$1" t
	mkdir "$1"
	awk 'BEGIN { print "id,patient,day,x,y"
	    for (i = 0; i < 320; i++) printf "%d,p%02d,2024-%02d-%02d,%d,%d\n",
	    i, i % 40, 1 + i / 80, 1 + i % 28, i * 7 % 13, i % 40 % 3 == 0 }' \
	    >"$1/train.csv"
	awk 'BEGIN { print "id,patient,day,x"
	    for (i = 0; i < 80; i++) printf "%d,p%02d,2024-%02d-%02d,%d\n",
	    1000 + i, 50 + i % 10, 5 + i / 40, 1 + i % 28, i * 5 % 13 }' \
	    >"$1/test.csv"
	sed 's/,.*/,0/; 1s/.*/id,y/' "$1/test.csv" >"$1/sample_submission.csv"
}
