#!/bin/sh
# skip-direction TASK N: plan the next phase, run all of it but direction N,
# promote it.
#
# hcc-plan prints one record a suggestion; what jq lets through is run. The
# tools pass the records on, so hcc-promote knows which phase is meant; the
# suggestions left out are in its note (l2/NN.md) as "not run".

hcc-plan "${1:?task directory}" |
jq -c --argjson n "${2:?direction}" 'select(.direction != $n)' |
hcc-exec |
hcc-promote
