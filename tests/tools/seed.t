#!/bin/sh
# The seed: general practice for a base that is still empty.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
: "${HCC_SHARE:=$root/share/hcc}"
export HCC_SHARE

cat "$HCC_SHARE"/wisdom/*.jsonl >seed
lines=$(wc -l <seed)

exits 'hcc-wisdom import -s succeeds' 0 hcc-wisdom import -s
is 'hcc-wisdom import -s prints nothing' '' "$(cat out err)"
hcc-wisdom export >base
is 'every shipped line is an entry of its own' "$lines" "$(wc -l <base)"
is 'there are at least 150 shipped entries' true "$([ "$lines" -ge 150 ] && echo true)"
exits 'a second hcc-wisdom import -s succeeds' 0 hcc-wisdom import seed
hcc-wisdom export >again
ok 'a second hcc-wisdom import -s changes nothing' cmp base again

# each NAME FILTER: no entry of the base fails the filter.
each() {
	is "$1" '' "$(jq -r "select(($2) | not) | .task" base 2>&1)"
}

each 'names are practice/..' '.task | test("^practice/[a-z0-9-]+$")'
is 'shipped entries are unique' '' "$(jq -r .task base | sort | uniq -d)"
each 'nothing pretends to be measured' '.score == null and .evidence == []
    and .trials == 0 and .status == "provisional"
    and .provenance == [{curated: "general practice, not measured"}]
    and (.tags | index("curated"))'
each 'each entry has metric and goal' '.metric and .goal
    and (.tags | length) >= 4'
each 'texts have their heads, in order' '[.text | splits("\n")
    | capture("^(?<head>[A-Z][a-z ]+): ") | .head] == ["Validation",
    "Leakage", "Baseline", "Features", "Models", "Rarely pays"]'
each 'of 120 to 260 words' '(.text | sub("(?s)```.*"; "")
    | [splits("\\s+") | select(. != "")] | length)
    | . >= 120 and . <= 260'
each 'descriptors are one paragraph' '(.descriptor | length) < 1000
    and (.descriptor | length) > 150 and (.descriptor | test("\n") | not)'
is 'shipped entries have no control characters' '' "$(LC_ALL=C tr -d '\n -~' <seed)"

for file in "$HCC_SHARE"/wisdom/*.jsonl; do
	name=${file##*/}
	jq -r .task "$file" >names
	LC_ALL=C sort names | cmp -s - names || echo "$name is not sorted"
	jq -r 'select(.tags | index("'"${name%.*}"'") | not) | .task' "$file"
	command jq -c -S . "$file" | cmp - "$file"
done >odd 2>&1
is 'shipped files are sorted, one entry a line' '' "$(cat odd)"

# The offline brain reads every recipe: a brain of ours parses them with its
# code, and describes the task by their number.
{
	echo 'local recipes = require "recipes.recipe"'
	echo 'local texts = {'
	jq -r 'select(.text | test("```")) | "[==[" + .text + "]==],"' base
	cat <<-'EOF'
	}
	local brain = {}
	function brain.describe()
		for _, text in ipairs(texts) do
			if #recipes.all(text) ~= 1 then
				recipes.parse(text)
				error("not one recipe: " .. text)
			end
		end
		return { text = #texts .. " recipes" }
	end
	return brain
	EOF
} >reader.lua
small_task reading
exits 'the offline brain reads the shipped recipes' 0 \
    hcc-prefetch -b ./reader.lua reading
with=$(jq -r .text base | grep -c '^```recipe$')
is 'the offline brain reads every shipped recipe' "$with recipes" "$(cat reading/descriptor.txt)"
is 'some shipped entries have a recipe' true "$([ "$with" -ge 15 ] && echo true)"

# asks TAGS QUESTION: the first match has all these tags.
asks() {
	hcc-prefetch -n 1 -q "$2" >match
	is "asked for $1" "$1" "$(jq -r --arg want "$1" \
	    '.tags as $tags | $want | split(" ")
	    | map(select(. as $w | $tags | index($w))) | join(" ")' match)"
}

asks 'tabular classification auc' 'Which borrowers of a bank will fail to
pay back? Every row of the CSV is an applicant with income, age, employment
and 40 anonymized numeric features. Give the probability of default.
Evaluation: area under the ROC curve.'
asks 'tabular regression rmsle' 'Estimate what flats sell for. Columns hold
square feet, bedrooms, build year, district. The error is the root mean
squared logarithmic error between the predicted and the real price.'
asks 'image segmentation overlap' 'CT scans of the abdomen come with masks of
the liver and its tumors. Produce a segmentation mask for each of the test
images, run length encoded. Scored by the mean Dice coefficient.'
asks 'image detection' 'Find every pedestrian and every car in the photographs
of a street camera: give bounding boxes with a confidence score. Metric: mean
average precision at IoU 0.5.'
asks 'image classification kappa' 'Ophthalmologists graded eye photographs
from 0 (healthy) to 4 (blind). Classify the images; submissions are scored by
the quadratic weighted kappa.'
asks 'text classification f1' 'News headlines were labelled with one of twelve
topics. Build a text classification model; macro F1 score counts.'
asks 'text extraction overlap' 'Given a question and a paragraph of text, find
the span of the paragraph that answers it. Question answering is scored by the
word-level Jaccard score of the extracted answer.'
asks 'audio classification' 'Name the birds heard in one minute audio
recordings of a forest; the sound files are ogg, labels are species.'
asks 'timeseries forecasting' 'Daily sales of 50 items in 10 stores over five
years are given. Forecast the next three months. SMAPE is the metric.'
asks 'signal classification' 'Accelerometer and gyroscope signals of a smart
watch, 50 Hz: classify the activity. Accuracy.'
asks 'molecular classification' 'Predict from the SMILES string of a chemical
compound whether the molecule is toxic in each of twelve assays; mean ROC AUC.'
asks 'recommender recommendation' 'From the purchase history of users recommend
ten items that each user will buy next week; mean average precision at 10.'
asks 'graph classification' 'Label the nodes of a citation network: papers are
nodes, edges are citations. Node classification with a graph neural network is
expected; accuracy.'
asks 'multimodal' 'Images and text of hateful memes: combine image and text to
tell whether the meme is hateful. ROC AUC.'

finish
