#!/bin/sh
# hcc-digest: raw log in, the facts out.
. "${0%/*}/../lib.sh"

{
	echo 'seed=42 lr=0.1'
	i=1
	while [ $i -le 60 ]; do
		echo "epoch $i loss 0.$((900 - i)) auc 0.7$((i % 10))"
		i=$((i + 1))
	done
	echo 'epoch 61 loss 0.900 auc 0.99'
	echo 'epoch 62 loss 0.900 auc 0.50'
	echo 'Traceback (most recent call last):'
	echo '  File "/home/u/fit.py", line 7, in <module>'
	echo '    fit()'
	echo 'ValueError: Input contains NaN.'
} >log

exits 'reads a file' 0 hcc-digest log
like 'the parameters' '^seed=42 lr=0.1$' out
like 'the form and its count' '^x62 epoch 1 loss' out
like 'the best and where' 'auc .*max 0.99 @61' out
like 'the frame' 'File "/home/u/fit.py", line 7' out
like 'the failure' '^ValueError: Input contains NaN.$' out
cp out want
is 'reads standard input' "$(cat want)" "$(hcc-digest <log)"
is 'and again for -' "$(cat want)" "$(hcc-digest - <log)"
is 'a log without newline at its end' 1 \
	"$(printf 'a\nb: 1' | hcc-digest | grep -c '^b: 1$')"
is 'an empty log' '' "$(hcc-digest </dev/null)"

printf 'loss 0.5 \233 junk \302\2332Jcleared \342\200\256turned\n' >junk
is 'junk and what a terminal obeys are shown as such' \
	'loss 0.5 ? junk ?2Jcleared ?turned' "$(hcc-digest junk)"

exits 'ranges' 0 hcc-digest -r log
like 'come first' '^\[0-14\] seed=42' out
unlike 'on every line' '^[^[l]' out
range=$(sed -n 's/^\[\([0-9]*-[0-9]*\)\] ValueError.*/\1/p' out)
is 'and are the bytes of the line' 'ValueError: Input contains NaN.' \
	"$(tail -c +$((${range%-*} + 1)) log |
	head -c $((${range#*-} - ${range%-*})))"

# Scores of a few models are all of interest, of a long run the extremes.
{
	for s in 81 79 83 95 80 82 78 84 77; do
		echo "fold done, cv auc 0.$s"
	done
	i=1
	while [ $i -le 40 ]; do
		v=$((40 + i % 7))
		[ $i -ne 23 ] || v=88
		echo "Epoch $i Train: (acc = 0.9$((i % 10))) Test: (acc = 0.$v)"
		case $i in 7|23|30) echo 'saving best model' ;; esac
		i=$((i + 1))
	done
	echo 'checked: 0 errors, 0 warnings'
	echo 'ERROR: LoadError: bad shape'
	echo '  [1] load(x::Matrix)'
	echo '    @ Flux ~/.julia/packages/Flux/n3c/src/basic.jl:190'
	echo '    @ Main ~/work/lenet.jl:61'
} >board
exits 'scores' 0 hcc-digest -r board
like 'each of a few' '^\[[0-9-]*\]   .. fold done, cv auc 0.95$' out
like 'the same words again are another number' 'acc#2 max 0.88 @23' out
range=$(sed -n 's/^\[\([0-9]*-[0-9]*\)\]   acc#2 max.*/\1/p' out)
is 'an extreme is cited by its line' "$(grep '^Epoch 23 ' board)" \
	"$(tail -c +$((${range%-*} + 1)) board |
	head -c $((${range#*-} - ${range%-*})))"
like 'what an outcome followed' 'after: Epoch 30 ' out
like "the user's frame" '@ Main ~/work/lenet.jl:61' out

# A shell of Windows writes UTF-16.
printf 'loss 0.5\nFehler: Datei fehlt\n' |
	awk 'BEGIN { printf "\377\376" } { gsub(/./, "&@"); print $0 "\n@" }
	' ORS= | tr @ '\000' >wide
exits 'UTF-16' 0 hcc-digest -r wide
like 'is read' 'Fehler: Datei fehlt$' out
like 'and cited by its bytes' '^\[2-18\] loss 0.5$' out

yes 'ERROR: one two three four five six seven eight' | head -5000 |
	awk '{ print NR * 7919 % 5000, $0, "w" NR }' >noisy
exits 'a limit' 0 hcc-digest -t 100 noisy
is 'is kept' 1 "$(($(wc -c <out) < 700))"
exits 'a limit that is none' 64 hcc-digest -t 10 log
like 'is explained' "option -t: '10' is not a whole number" err
exits 'an unknown option' 64 hcc-digest -Z log
like 'two lines of usage' '^usage: hcc-digest' err
exits 'help' 0 hcc-digest -h
like 'tells the options' '-t tokens' out

exits 'a missing log' 66 hcc-digest nowhere log
like 'is named' "hcc-digest: open 'nowhere': No such file" err
like 'and the next is read' '^==> log <==$' out
exits 'a directory' 65 hcc-digest .
if [ -c /dev/full ]; then
	exits 'a full disk' 74 sh -c 'hcc-digest log >/dev/full'
	like 'is said' 'hcc-digest: write to standard output' err
else
	skip 'a full disk' 'no /dev/full'
fi
ok 'a reader that leaves' sh -c 'hcc-digest log | true'
finish
