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
	entries=$(hcc-wisdom -f "$base" export) || exit
	printf '%s' "${entries:+$entries
}" | hcc-wisdom import || exit
done
hcc-wisdom -q conflicts | jq -r '(.promising, .dead_end) as $side |
    (if $side == .promising then "promising" else "dead end " end) +
    "  \($side.id[:16])  \($side.task): \($side.claim)" +
    " [\($side.evidence | join(", "))]"'
