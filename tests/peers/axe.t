#!/bin/sh
# npm axe-core on the page of hcc-report. PEERS is where it is installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
hcc-plan -q t 2>/dev/null | hcc-exec -q >/dev/null
hcc-plan -q t >/dev/null
sed -i 's/^score 0.512.*/fail/' t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
hcc-promote -q t >/dev/null
hcc-report t t >page.html
"$root/tests/tools/browser.py" page.html \
    -a "$PEERS/node_modules/axe-core/axe.min.js" >seen 2>err
if [ $? -ne 69 ]; then
	is 'axe-core finds nothing wrong with a page' '[]' "$(jq -c .axe seen)"
else
	skip 'axe-core finds nothing wrong with a page' "$(head -1 err)"
fi
finish
