#!/bin/sh
# The Python package of the offline brain: its unit tests (tests/python), on
# the files that are installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

python=/usr/bin/python3
$python -c 'import sklearn, pandas, PIL' 2>/dev/null || {
	skip 'hcc_recipes' 'no python3-sklearn, -pandas and -pil'
	finish
	exit
}
HCC_PACKAGES=$(dirname "$(command -v hcc-exec)")/../share/hcc/python
[ -d "$HCC_PACKAGES" ] || HCC_PACKAGES=$root/share/hcc/python
export HCC_PACKAGES
for file in "$root"/tests/python/test_*.py; do
	name=${file##*/test_}
	ok "hcc_recipes: the tests of ${name%.py} pass" $python -B "$file"
done
ok 'importing the package loads no library' $python -B -c "
import sys; sys.path.insert(0, '$HCC_PACKAGES'); import hcc_recipes
sys.exit('numpy' in sys.modules)"

# What hcc_recipes prints is what hcc-grade says of the same answers.
hcc-grade -M | $python -B -W ignore "$here/recipes_metrics.py" >scores 2>err
is 'hcc_recipes has every metric of hcc-grade' "$(hcc-grade -M | wc -l)" \
    "$(wc -l <scores)"
sed 's/^/# /' err
while read -r metric score; do
	hcc-grade -a "$metric.labels.csv" -m "$metric" "$metric.sub.csv" \
	    >grade 2>err || sed 's/^/# /' err
	is "hcc_recipes and hcc-grade agree on $metric" true "$(jq --argjson \
	    mine "$score" '(.score - $mine | fabs) < 1e-4' grade)"
done <scores
finish
