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

exits 'hcc-digest reads a file' 0 hcc-digest log
like 'the digest has the parameters' '^seed=42 lr=0.1$' out
like 'the lines of a template are counted' '^x62 epoch 1 loss' out
like 'the line of the best value is shown' \
	'^  auc max: epoch 61 loss 0.900 auc 0.99$' out
like "the user's frame is shown" 'File "/home/u/fit.py", line 7' out
like 'the failure is shown' '^ValueError: Input contains NaN.$' out
cp out want
is 'without operands standard input is read' "$(cat want)" \
	"$(hcc-digest <log)"
is 'the operand - is standard input' "$(cat want)" "$(hcc-digest - <log)"
is 'a last line without a newline is read' 1 \
	"$(printf 'a\nb: 1' | hcc-digest | grep -c '^b: 1$')"
exits 'an empty log is no error' 0 hcc-digest /dev/null
is 'the digest of an empty log is empty' '' "$(cat out)"

printf 'loss 0.5 \233 junk\a \302\2332Jcleared \342\200\256turned\n' >junk
is 'junk and what a terminal obeys become question marks' \
	'loss 0.5 ? junk ?2Jcleared ?turned' "$(hcc-digest junk)"

exits 'hcc-digest -r succeeds' 0 hcc-digest -r log
like '-r begins a line with its bytes' '^\[0-14\] seed=42' out
unlike '-r does so on every line' '^[^[l]' out
range=$(sed -n 's/^\[\([0-9]*-[0-9]*\)\] ValueError.*/\1/p' out)
is 'the bytes are those of the line' 'ValueError: Input contains NaN.' \
	"$(tail -c +$((${range%-*} + 1)) log |
	head -c $((${range#*-} - ${range%-*})))"

# Scores of a few models are all of interest, of a long run the extremes.
{
	for s in 81 79 83 95 80 82 78 84 77; do
		echo "fold done, cv auc 0.$s"
	done
	i=1
	while [ $i -le 200 ]; do
		v=$((40 + i % 7))
		[ $i -ne 23 ] || v=88
		echo "Epoch $i Train: (acc = 0.9$((i % 10))) Test: (acc = 0.$v)"
		i=$((i + 1))
	done
	echo 'checked: 0 errors, 0 warnings'
	echo 'ERROR: LoadError: bad shape'
	echo '  [1] load(x::Matrix)'
	echo '    @ Flux ~/.julia/packages/Flux/n3c/src/basic.jl:190'
	echo '    @ Main ~/work/lenet.jl:61'
} >board
exits 'a log with a table of scores is read' 0 hcc-digest -r board
like 'each score of a few is shown' \
	'^\[[0-9-]*\]   .. fold done, cv auc 0.95$' out
best=' max: Epoch 23 Train: .acc = 0.93. Test: .acc = 0.88.$'
like 'the same words again name another number' "acc#2$best" out
i=1
while [ $i -le 200 ]; do
	v=$((10 + i * 11 % 79))
	[ $i -ne 8 ] || v=95
	echo "train loss 0.$((10 + i * 7 % 89)) acc 0.$((10 + i * 13 % 79))" \
	    "val loss 0.$((10 + i * 17 % 83)) acc 0.$v"
	i=$((i + 1))
done >twice
hcc-digest twice >twice.out
like 'a word that comes twice names two numbers' 'acc#2 max \(line 8 of 200\): .* acc 0.95$' twice.out
range=$(sed -n "s/^\\[\\([0-9]*-[0-9]*\\)\\].*$best/\\1/p" out)
is 'an extreme is cited by its line' "$(grep '^Epoch 23 ' board)" \
	"$(tail -c +$((${range%-*} + 1)) board |
	head -c $((${range#*-} - ${range%-*})))"
like "the user's frame of another language is shown" \
	'@ Main ~/work/lenet.jl:61' out

# A shell of Windows writes UTF-16.
printf 'loss 0.5\nFehler: Datei fehlt\n' |
	awk 'BEGIN { printf "\377\376" } { gsub(/./, "&@"); print $0 "\n@" }
	' ORS= | tr @ '\000' >wide
exits 'a log in UTF-16 is read' 0 hcc-digest -r wide
like 'the text of a UTF-16 log is shown' 'Fehler: Datei fehlt$' out
like 'lines of a UTF-16 log are cited by their bytes' '^\[0-18\] loss 0.5$' out

yes 'ERROR: one two three four five six seven eight' | head -5000 |
	awk '{ print NR * 7919 % 5000, $0, "w" NR }' >noisy
exits 'hcc-digest -t 100 succeeds' 0 hcc-digest -t 100 noisy
is '-t 100 prints no more than 100 tokens' 1 "$(($(wc -c <out) < 700))"
exits 'hcc-digest -t 9000 succeeds' 0 hcc-digest -t 9000 board
is '-t prints a log that fits as it is' "$(grep -c . board)" \
	"$(grep -c . out)"
exits '-t 10 is refused' 64 hcc-digest -t 10 log
like 'the message names the option' \
	"option -t: '10' is not a whole number" err
exits 'an unknown option is refused' 64 hcc-digest -Z log
like 'the usage is printed' '^usage: hcc-digest' err
exits 'hcc-digest -h succeeds' 0 hcc-digest -h
like '-h lists the options' '-t tokens' out

# Lines that are nothing but a number, as some programs print their losses.
awk 'BEGIN { for (i = 1; i <= 2000; i++)
	print i == 777 ? "0.0123" : 0.5 + 1 / i }' >bare
exits 'a log of numbers alone is read' 0 hcc-digest bare
like 'lines of one number each are counted' '^x2000 1\.5$' out
like 'a series of numbers has its least value' \
	'^  col 1 min 0\.0123 \(line 777 of 2000\)' out

# An identifier that hangs on another, in a log of JSON lines.
awk 'BEGIN { for (i = 1; i <= 200; i++) printf "{\"worker\": \"%08x-9143" \
	"-45a5-bba6-6c0935b10547-137394193367040\", \"trial\": %d, " \
	"\"values\": [0.%d]}\n", i * 19088743, i, i == 50 ? 99 : 10 + i % 7
	}' >ids
exits 'a log with identifiers is read' 0 hcc-digest ids
like 'lines that differ in an identifier are one template' '^x200 ' out
like 'the record with the best value is shown' \
	'^  values max: .*"trial": 50, "values": \[0\.99\]' out

# Of long lines nothing is cut as long as there is room.
awk 'BEGIN { for (i = 1; i <= 12; i++) {
	printf "{\"trial\": %d, \"loss\": 0.%d, \"config\": {", i, 70 - i
	for (k = 1; k <= 16; k++)
		printf "\"a_setting_called_%c\": 0.%d, ", 96 + k, i * k
	print "\"last\": 0.77}}" } }' >long
hcc-digest long >out
is 'a long line is not cut where there is room' 1 \
	"$(grep -c '^x12 .*"a_setting_called_l": 0\.12, .*"last": 0\.77}}$' out)"

# What a logger puts in front is no text: the same setting is shown once.
awk 'BEGIN { for (r = 1; r <= 2; r++) {
	printf "2026-01-0%d 08:00:00,10%d - train - INFO - dropout : 0.5\n", r, r
	for (i = 1; i <= 400; i++)
		printf "2026-01-0%d 08:00:01,10%d - train - INFO - step %d " \
		    "loss %.4f\n", r, r, i, 9 / (i + r) } }' >log_lines
hcc-digest log_lines >out
unlike 'a setting that two runs log alike is not shown twice' \
	'^  \.\. .*dropout : 0\.5' out
like 'such lines are counted' '^x2 2026-01-01 .* dropout : 0\.5$' out

# The results at the end stay together, whatever comes after them.
{
	awk 'BEGIN { for (i = 1; i <= 4000; i++)
		printf "step %d loss %.4f grad %.3f\n", i, 3 / i, 1 + i % 9 }'
	echo '=================== RESULTS ==================='
	for r in 'Questions: 500' 'Exact Match: 0.7880' 'Token F1: 0.8839' \
	    'Context Recall: 1.0000' 'Mean latency: 1.84 s' 'Cache hits: 411'; do
		echo "$r"
	done
	echo '==============================================='
	awk 'BEGIN { for (i = 1; i <= 25; i++)
		printf "worker %d: shutting down, socket %d closed\n", i % 4, i }'
} >ending
hcc-digest ending >out
is 'a block of results near the end is shown whole' 6 "$(grep -cE \
	'^(Questions: 500|Exact Match: 0.7880|Token F1: 0.8839|Context Recall: 1.0000|Mean latency: 1.84 s|Cache hits: 411)$' \
	out)"

exits 'a missing log is an error' 66 hcc-digest nowhere log
like 'the message names the missing log' \
	"hcc-digest: open 'nowhere': No such file" err
like 'the next log is read' '^==> log <==$' out
exits 'a directory is refused' 65 hcc-digest .
if [ -c /dev/full ]; then
	exits 'a full disk is an error' 74 sh -c 'hcc-digest log >/dev/full'
	like 'the message names standard output' \
		'hcc-digest: write to standard output' err
else
	skip 'a full disk is an error' 'no /dev/full'
fi
{
	hcc-digest log 2>err
	echo $? >status
} | true
is 'hcc-digest is silent when its reader leaves' '' "$(cat err)"
is 'hcc-digest ends as a filter when its reader leaves' yes \
	"$(case $(cat status) in 0 | 141) echo yes ;; *) cat status ;; esac)"
finish
