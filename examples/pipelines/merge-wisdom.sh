#!/bin/sh
# merge-wisdom OTHER.db..: take the wisdom of other bases into yours, and list
# the claims that contradict each other then: hcc-wisdom demote settles them.
#
# An export is one entry a line, an import takes what is not there yet, in
# any order and as often as you like: a team can also keep the exports in
# git, or send them through ssh:
#
#	ssh host hcc-wisdom export | hcc-wisdom import

for base in "${@:?wisdom bases}"; do
	hcc-wisdom -f "$base" export || exit
done |
hcc-wisdom import &&
hcc-wisdom -q conflicts | jq -r '.promising, .dead_end |
    "\(.id[:16])  \(.task): \(.claim) [\(.evidence | join(", "))]"'
