#!/bin/sh
# Files that are on another file system than the task. The test runs in a
# mount namespace of its own, where it may mount a tmpfs.
if [ -z "${HCC_TEST_MOUNTS-}" ]; then
	export HCC_TEST_MOUNTS=1
	for options in -m -rm; do
		if unshare $options mount -t tmpfs tmpfs /tmp 2>/dev/null; then
			exec unshare $options "$0"
		fi
	done
	echo '1..0 # SKIP nothing can be mounted here'
	exit
fi
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
mkdir far
mount -t tmpfs tmpfs far || exit 1
trap 'umount far; rm -rf "$T"' EXIT

small_task far
mv far/input far/data
for i in 11 12 13 14; do echo "$i,$((i % 2))"; done |
	sed 1i\\id,y >far/labels.csv
echo 'Tell odd from even.' >description.md
printf 'score,team\n0.9,a\n0.5,b\n' >far/board.csv
printf '#!/bin/sh\necho 0.5\n' >far/grade
chmod +x far/grade

# make TASK ARGUMENT..: hcc-init of this task.
make() {
	hcc-init -q -d description.md -m accuracy "$@"
}
exits 'hcc-init -l seals labels from another file system' 0 \
	make -l far/labels.csv far/data labels
ok 'labels from another file system are copied whole' \
	cmp far/labels.csv labels/sealed/labels.csv
exits 'hcc-init -s holds out rows of data on another file system' 0 \
	make -s 0.3 far/data holdout
ok 'a hold-out of data on another file system has labels' \
	test -s holdout/sealed/labels.csv
exits 'hcc-init takes single files from another file system' 0 \
	make far/data/*.csv files
ok 'single files from another file system are copied whole' \
	cmp far/data/train.csv files/input/train.csv
exits 'hcc-init -L takes a leaderboard from another file system' 0 \
	make -l far/labels.csv -L far/board.csv far/data board
ok 'a leaderboard from another file system is copied whole' \
	cmp far/board.csv board/sealed/leaderboard.csv
exits 'hcc-init -p seals a program from another file system' 0 \
	make -p far/grade far/data graded
ok 'a program from another file system can be run' test -x graded/sealed/grade

echo 'echo "metric: 0.7"' >far/run.sh
small_task t
exits 'hcc-exec -f copies a program from another file system' 0 \
	hcc-exec -q -S none -f far/run.sh -c 'sh run.sh' t
is 'a program from another file system is run' 0.7 \
	"$(jq .claimed t/l1/00/0.1/1/run.json)"
cp -r t far/t
exits 'a task on another file system takes files from here' 0 \
	hcc-exec -q -S none -f t/l1/00/0.1/1/run.sh -c 'sh run.sh' far/t

# Two new file systems give the same numbers to their files.
mkdir one two
mount -t tmpfs tmpfs one && mount -t tmpfs tmpfs two || exit 1
trap 'umount far one two; rm -rf "$T"' EXIT
for t in one two; do
	: >$t/lock
	small_task $t
	hcc-plan -q $t >/dev/null
	mkdir -p $t/l1/00/1.1/1
done
cp "$(command -v flock)" hcc-recorder
# state TASK: of its attempt, while a recorder has the lock of the task `one`.
state() {
	./hcc-recorder -s one/lock hcc-status "$1" |
	    sed -n 's|^  00/1\.1  \(.*[a-z]\)  .*|\1|p'
}
is 'the locks of two file systems have the same number' \
	"$(stat -c %i one/lock)" "$(stat -c %i two/lock)"
is 'an attempt runs while a recorder has the lock' running "$(state one)"
is 'a recorder has the lock of one file system alone' 'cut off' "$(state two)"
finish
