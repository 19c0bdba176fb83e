#!/bin/sh
# failed-runs TASK: what went wrong in every attempt that did not end well.
#
# hcc-digest is a filter and does not care where a log comes from:
#
#	ssh node cat train.log | hcc-digest
#
# With -r each line begins with the range of bytes that it comes from.

cd "${1:?task directory}" || exit
for run in l1/*/*/*/run.json; do
	if jq -e '.exit == 0' "$run" >/dev/null; then continue; fi
	printf '\n== %s\n' "${run%/run.json}"
	hcc-digest -r <"${run%run.json}log"
done
