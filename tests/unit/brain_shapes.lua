-- brain_shapes.lua: answers of weak models, in shapes that nobody asked for:
-- each is read as what it says.
local answer = require "llm.answer"
local cases = require "cases"
local descriptor = require "llm.descriptor"
local notes = require "llm.notes"
local plans = require "llm.plans"
local program = require "llm.program"
local remarks = require "llm.remarks"
local text = require "llm.text"

local is, join = cases.is, cases.join

-- Plans: directions, each with its suggestions' titles and texts.
local function plan(said)
	local r, why = plans.read(said, { m = 3, q = 2 })
	local list = {}
	for i, d in ipairs(r and r.directions or {}) do
		local texts = {}
		for k, s in ipairs(d.suggestions) do
			texts[k] = s.title .. ": " .. s.text
		end
		list[i] = d.title .. " (" .. table.concat(texts, "; ") .. ")"
	end
	return r and table.concat(list, " ") or why
end
local whole = "Cut (a: Use the cut 0.5.; b: Cut at 0.4 and 0.2.) "
	.. "Logit (c: Logistic regression, C=1.)"
is("a plan in tags", whole, plan, [[
<directions><direction title="Cut" why="w">
<suggestions><suggestion title="a">Use the cut 0.5.</suggestion>
<suggestion><title>b</title><text>Cut at 0.4 and 0.2.</text></suggestion>
</suggestions>
</direction><direction><title>Logit</title>
<suggestion title="c">Logistic regression, C=1.</suggestion></direction>
</directions>
]])
is("tags that are not closed are no plan", "it has no JSON object with a list "
	.. "\"directions\"", plan, ("<direction title=\"a\"><suggestion>b"
	.. "</suggestion>\n"):rep(1000))
is("a plan of labels", "Cut (Use the cut 0.5: Use the cut 0.5.; b - Cut at 0.4 "
	.. "and 0.2: b - Cut at 0.4 and 0.2.) Logit (Logistic regression, C=1: "
	.. "Logistic regression, C=1.)", plan, [[
Direction 1: Cut
Why: it is simple
Suggestion 1.1: Use the cut 0.5.
Suggestion 1.2: b - Cut at 0.4 and 0.2.

**Direction 2:** Logit
Suggestion 2.1: Logistic regression, C=1.
]])
is("judgements of a verdict whose claims are no texts are none", nil,
	function()
		return (notes.read('{"promising": [{"claim": {}}, {"claim": 1}]}'))
	end)
is("a plan in a table", whole, plan, [[
| Direction | Suggestion | Details |
|:--|---|---|
| Cut | a | Use the cut 0.5. |
| Cut | b | Cut at 0.4 and 0.2. |
| Logit | c | Logistic regression, C=1. |
]])
is("a plan of numbered members", whole, plan, '{"Direction 1": {"title": "Cut",'
	.. '"Suggestion 1": {"title": "a", "text": "Use the cut 0.5."},'
	.. '"Suggestion 2": {"title": "b", "text": "Cut at 0.4 and 0.2."}},'
	.. '"Direction 2": {"title": "Logit", "Suggestion 1": {"title": "c",'
	.. '"text": "Logistic regression, C=1."}}}')
is("a plan with the strings of Python", "Cut (a: Use the \"cut\" 0.5.)", plan,
	'plan = {"directions": [{"title": "Cut", "why": """w""", "suggestions":'
	.. '[{"title": "a", "text": """Use the "cut" 0.5."""},]},]}')
is("a plan with parameters for a text",
	'Logit (Logistic: Logistic; parameters: {"max_iter":10})', plan,
	'{"directions": [{"title": "Logit", "suggestions": [{"title": '
	.. '"Logistic", "parameters": {"max_iter": 10}}]}]}')
is("a plan with the quotes of HTML", "Cut (a: Use the cut 0.5.)", plan,
	('{"directions": [{"title": "Cut", "suggestions": [{"title": "a",'
	.. '"text": "Use the cut 0.5."}]}]}'):gsub('"', "&quot;"))
is("a plan of hypotheses and experiments", "A cut helps (a: Use the cut 0.5.)",
	plan, '{"hypotheses": [{"hypothesis": "A cut helps", "experiments": '
	.. '[{"name": "a", "action": "Use the cut 0.5."}]}]}')
is("a plan with its titles as names", "cut (a: Use the cut 0.5.; b: Cut at 0.4 "
	.. "and 0.2.) logit (c: Logistic regression, C=1.)", plan,
	'{"directions": {"Logit": {"suggestions": {"c": "Logistic regression, '
	.. 'C=1."}}, "Cut": {"why": "w", "suggestions": {"a": "Use the cut '
	.. '0.5.", "b": "Cut at 0.4 and 0.2."}}}}')
is("a suggestion of steps", "Cut (a: Read a.; Cut at 0.5.)", plan,
	'{"directions": [{"title": "Cut", "suggestions": [{"title": "a", '
	.. '"steps": ["Read a.", "Cut at 0.5."]}]}]}')
is("a table of something else is no plan", "it has no JSON object with a list "
	.. '"directions"', plan, "| a | b |\n|---|---|\n| 1 | 2 |\n")

is("a plan that is a list of concrete items", "Forest (Forest: 250 trees,\nof "
	.. "depth 5.) Direction 2 (Ridge, alpha 2: Ridge, alpha 2.)", plan,
	"1. **Forest**: 250 trees,\n   of depth 5.\n2. Ridge, alpha 2.\n")
is("a list of what everybody does is no plan", "it has no JSON object with a "
	.. "list \"directions\"", plan, "1. Load the data with pandas.\n"
	.. "2. Train 3 models.\n")
is("a plan of labels in a list", "Trees (forest of 250: forest of 250) "
	.. "Linear (ridge, 2: ridge, 2)", plan, [[
- Direction: Trees
  - Why: the relation is a step
  - Suggestion: forest of 250
- Direction: Linear
  - Suggestion: ridge, 2
]])
is("a plan with the quotes of JavaScript", "Logit (c: Regression, 'l2', C=1)",
	plan, "{directions: [{title: `Logit`, suggestions: [{title: `c`, "
	.. "text: `Regression, 'l2', C=1`}]}]}")
is("a suggestion of a model and its parameters",
	'Logit (c: c; model: Logistic; params: {"C":0.3})', plan,
	'{"directions": [{"title": "Logit", "suggestions": [{"name": "c", '
	.. '"model": "Logistic", "params": {"C": 0.3}}]}]}')
is("parameters beside a text", 'Logit (c: Train it.; params: {"C":0.3})', plan,
	'{"directions": [{"title": "Logit", "suggestions": [{"name": "c", '
	.. '"text": "Train it.", "params": {"C": 0.3}}]}]}')
cases.has("a suggestion of general words", "leaves everything open", plan,
	'{"directions": [{"title": "Better", "suggestions": [{"title": "Tune", '
	.. '"text": "Tune the hyperparameters of the model to get better '
	.. 'results."}]}]}')
is("a suggestion without a number that names its method",
	"Coding (Encode: Encode the categories of city by target encoding.)", plan,
	'{"directions": [{"title": "Coding", "suggestions": [{"title": "Encode", '
	.. '"text": "Encode the categories of city by target encoding."}]}]}')
local installed = "Python 3.11 with numpy 1.24.2, xgboost 1.7.4. "
	.. "No other library"
for title, why in pairs { ["LGBMClassifier, 500 trees"] = "lightgbm is not",
	["BERT in 3 epochs"] = "transformers is not",
	["XGBoost, 300 trees"] = "none",
	["Boosting of 30 trees instead of LightGBM"] = "none",
	["Boosting of 30 trees in place of LightGBM"] = "none",
	["No LightGBM here: 30 trees by histograms"] = "none",
	["Boosting of 30 trees, as CatBoost is not there"] = "none",
	["Replace XGBoost and LightGBM by 30 trees"] = "none",
	["CatBoost's ordered encoding by hand, 5 folds"] = "none" } do
	cases.has("why '" .. title .. "' is refused: " .. why, why, function()
		local _, said = plans.read('{"directions": [{"text": "' .. title
			.. '"}]}', { m = 1, q = 1, preview = installed })
		return said or "none"
	end)
end

is("a plan with letters in front of its suggestions", "Trees (250 trees: 250 "
	.. "trees; 400 trees: 400 trees) Linear (ridge, 2: ridge, 2)", plan,
	"1. Trees\n   a) 250 trees\n   b) 400 trees\n2. Linear\n   a) ridge, 2\n")
is("a plan with points", "Trees (250 trees: 250 trees; 400 trees: 400 trees)",
	plan, "**Trees**\n• 250 trees\n• 400 trees\n")
is("suggestions under their numbers", "T (a: 250 trees; b: 400 trees)", plan,
	'{"directions": [{"title": "T", "suggestions": {"1.1": {"title": "a", '
	.. '"text": "250 trees"}, "1.2": {"title": "b", "text": "400 trees"}}}]}')
is("suggestions under a name of their own", "T (a: 250 trees)", plan,
	'{"directions": [{"title": "T", "trials": [{"title": "a", "text": '
	.. '"250 trees"}]}]}')
is("a plan of YAML with lists of texts", "Trees (250 trees: 250 trees; 400 "
	.. "trees: 400 trees) Linear (ridge, 2: ridge, 2)", plan, [[
plan:
  - direction: Trees
    suggestions:
      - 250 trees
      - 400 trees
  - direction: Linear
    suggestions:
      - ridge, 2
]])
is("titles that end with a number", "trees (random forest 200: 200 "
	.. "trees)", plan,
	'{"directions": {"Trees": {"suggestions": {"Random forest 200": '
	.. '"200 trees"}}}}')
is("why a direction helps, and not what stands behind its list", "because",
	function()
	return plans.read("## A\nbecause\n- 250 trees\n\nLet me know!\n",
		{ m = 1, q = 1 }).directions[1].why
end)
is("a plan that repeats itself", "A (a: Cut at 0.5.) B (b: Cut at 0.4.)", plan,
	'[' .. ('{"title": "A", "suggestions": [{"title": "a", "text": '
	.. '"Cut at 0.5."}]},'):rep(3) .. '{"title": "B", "suggestions": '
	.. '[{"title": "b", "text": "Cut at 0.4."}]}]')

-- Judgements: verdict, claim and what is cited.
local function judged(said)
	local r, why = notes.read(said, 1)
	local list = {}
	for i, j in ipairs(r and r.judgements or {}) do
		list[i] = j.verdict .. ": " .. j.claim .. " "
			.. table.concat(j.evidence, " ")
	end
	return r and table.concat(list, "; ") or why
end
local one = "promising: It reached 0.9. 01/1.1"
is("evidence as objects", one, judged, '{"judgements": [{"verdict": '
	.. '"promising", "claim": "It reached 0.9.", "evidence": [{"id": '
	.. '"01/1.1"}]}]}')
is("a claim that cites in its text", "promising: It reached 0.9 [01/1.1]. "
	.. "01/1.1", judged, '{"judgements": [{"verdict": "promising", "claim": '
	.. '"It reached 0.9 [01/1.1]."}]}')
is("judgements under their suggestions", one .. "; dead end: It failed. 01/1.2",
	judged, '{"01/1.2": {"verdict": "dead end", "claim": "It failed."}, '
	.. '"1.1": {"verdict": "promising", "claim": "It reached 0.9."}}')
is("judgements under their verdicts", one .. "; dead end: It failed. 01/1.2",
	judged, '{"promising": [{"claim": "It reached 0.9.", "evidence": '
	.. '["01/1.1"]}], "dead_ends": [{"claim": "It failed.", "evidence": '
	.. '"01/1.2"}], "rules": ["Keep 0.5 [01/1.1]."]}')
is("judgements in a table", one, judged, "| Suggestion | Verdict | Claim |\n"
	.. "|---|---|---|\n| 01/1.1 | promising | It reached 0.9. |\n")
is("a judgement that names its suggestion", one, judged, '{"judgements": [{'
	.. '"suggestion": "01/1.1", "verdict": "promising", "claim": '
	.. '"It reached 0.9."}]}')
is("lines with their evidence behind them", one .. "; dead end: It failed. "
	.. "01/1.2", judged, "- promising: It reached 0.9. (01/1.1)\n"
	.. "- dead end: It failed. (01/1.2)\n")
is("other names for a judgement", one, judged, '{"assessments": [{'
	.. '"assessment": "promising", "finding": "It reached 0.9.", '
	.. '"evidence": "01/1.1"}]}')
is("a verdict in a sentence", "dead end: It failed. 01/1.2", judged,
	'{"judgements": [{"verdict": "This is a dead end because it was far worse '
	.. 'than what it was built on", "claim": "It failed.", "evidence": '
	.. '["01/1.2"]}]}')
is("a judgement behind its suggestion", one, judged,
	"- **01/1.1**: promising. It reached 0.9.\n")
is("a judgement behind the title of its suggestion", one, judged,
	"1. 01/1.1 (a cut) - promising: It reached 0.9.\n")
is("a judgement with its verdict under that name", one, judged, '{"judgments": '
	.. '[{"judgment": "promising", "statement": "It reached 0.9.", '
	.. '"references": ["01/1.1"]}]}')
is("evidence with a colon and a score", one, judged,
	'[{"verdict": "promising", "claim": "It reached 0.9.", '
	.. '"evidence": ["01/1.1: score 0.95"]}]')
is("evidence in parentheses", one, judged, '[{"verdict": "promising", '
	.. '"claim": "It reached 0.9.", "evidence": ["(01/1.1)", "#01/1.1."]}]')
is("a claim that names its suggestion", "promising: 01/1.1 reached 0.9. 01/1.1",
	judged, '[{"verdict": "promising", "claim": "01/1.1 reached 0.9."}]')
is("a dead end behind its suggestion", "dead end: It failed. 01/1.2", judged,
	"[01/1.2] dead end - It failed.")
is("a judgement in fields", one .. "; dead end: It failed. 01/1.2", judged, [[
### Judgements
- **Verdict:** promising
  **Claim:** It reached 0.9.
  **Evidence:** 01/1.1
- Verdict: dead end
  Claim: It failed.
  Evidence: 01/1.2
]])
is("a judgement in fields with its claim first", one .. "; dead end: It failed."
	.. " 01/1.2; inconclusive: It is as good. 01/1.3", judged, [[
- Claim: It reached 0.9.
  Evidence: 01/1.1
  Verdict: promising
- Claim: It failed.
  Evidence: 01/1.2
  Verdict: dead end
- Claim: It is as good.
  Evidence: 01/1.3
  Verdict: inconclusive
]])
is("a judgement in YAML", one, judged, "judgements:\n  - verdict: promising\n"
	.. "    claim: \"It reached 0.9.\"\n    evidence: [01/1.1]\n")
is("a verdict that is none", "judgement 1 has the verdict 'success': it is "
	.. "promising, dead end or inconclusive", judged, '[{"verdict": "success", '
	.. '"claim": "It reached 0.9.", "evidence": ["01/1.1"]}]')
is("evidence with zeros too many", one, judged, '[{"verdict": "promising", '
	.. '"claim": "It reached 0.9.", "evidence": ["001/1.1"]}]')
is("the table of the results is no judgement", 'it has no JSON object with a '
	.. 'list "judgements"', judged, "| suggestion | status | score |\n"
	.. "|---|---|---|\n| 01/1.1 | ok | 0.9 |\n")

-- Remarks and tags.
local function taught(said)
	local r, why = remarks.read(said)
	return r and table.concat(r.remarks, "|") .. " " .. join(r.tags) or why
end
local what = "The cut reached 0.9 [00/1.1]. toy table"
is("remarks behind their label", what, taught,
	"Remarks: The cut reached 0.9 [00/1.1].\nTags: toy, table")
is("numbered remarks with titles", "Cut: The cut reached 0.9 [00/1.1]. ",
	taught, "### Remarks\n1. **Cut**: The cut reached 0.9 [00/1.1].\n")
is("remarks as objects", what, taught, '{"remarks": [{"text": "The cut reached '
	.. '0.9 [00/1.1]."}], "tags": "toy, table"}')
is("remarks in YAML", what, taught, "remarks:\n  - The cut reached "
	.. "0.9 [00/1.1].\ntags: [toy, table]\n")

is("remarks between dashes", what, taught, "--- REMARKS ---\nThe cut reached "
	.. "0.9 [00/1.1].\n--- TAGS ---\ntoy table\n")
is("other headings", what, taught, "## Lessons learned\n- The cut reached 0.9 "
	.. "[00/1.1].\n\n## Keywords\ntoy table\n")

is("remarks that name their suggestion without brackets", "The cut did 0.9. "
	.. "[01/1.1]|It took 2 s. [01/1.1]|Of 01/1.1 [01/1.2]. ", taught,
	"REMARKS\n01/1.1: The cut did 0.9.\nIt took 2 s (01/1.1).\n"
	.. "Of 01/1.1 [01/1.2].\n")
is("words behind the tags", what, taught,
	"REMARKS\nThe cut reached 0.9 [00/1.1].\n\nTAGS\n\ntoy\ntable\n\n"
	.. "I hope this helps!\n")

-- Descriptions.
is("a description in JSON", "A task.", function()
	return answer.paragraph('{"description": "A task."}', 250).text
end)
is("a description that is too long ends with a sentence", "A task.", function()
	return answer.paragraph("A task. " .. ("word "):rep(400), 250).text
end)

-- What a description may not say.
local house = { task = { description = "House prices.", metric = "rmsle" },
	metric = { name = "rmsle", title = "root mean squared log error" },
	preview = { problem = "regression" }, preview_text = "303 rows" }
for said, why in pairs {
	["A binary classification of two columns."] =
		"the task is no classification",
	["Numbers are predicted, by accuracy."] = "its metric is not accuracy",
	["A regression, by the root mean squared log error, not mse."] = "nil",
	["A regression scored by RMSLE."] = "nil",
	["Prices of houses from 13 numbers."] = "nil",
	["A regression, not a classification."] = "nil",
} do
	is("of " .. said .. " is wrong: " .. why, why, function()
		return tostring(descriptor.fault(house, said))
	end)
end

-- What a metric is made of, how else it is written, a model.
local topics = { task = { description = "Topics.", metric = "f1_macro" },
	metric = { name = "f1_macro", title = "mean F1 of the classes" },
	preview = { problem = "classification" }, preview_text = "303 rows" }
local chances = { task = { description = "Chances.", metric = "log_loss" },
	metric = { name = "log_loss", title = "logarithmic loss" },
	preview = { problem = "classification" }, preview_text = "303 rows" }
for said, s in pairs {
	["The F-score of each class, of its precision and recall."] = topics,
	["Errors, 1 - accuracy."] = { task = {}, metric = { name = "error_rate" } },
	["Macro-averaged F1, of precision and recall."] = topics,
	["Texts, for which logistic regression is usual."] = topics,
	["Scored by multi-class logloss."] = chances,
	["Scored by log-loss, not accuracy."] = chances,
} do
	is("nothing is wrong of " .. said, "nil", function()
		return tostring(descriptor.fault(s, said))
	end)
end
is("a regression of topics", "the task is no regression", function()
	return descriptor.fault(topics, "A regression on texts.")
end)

-- Programs.
local function code(said)
	local r, why = program.read(said, { python = true, py = true },
		{ submission = "submission" })
	return r and r.code or why
end
local main = "print('metric', load('submission'))\n"
for _, lang in ipairs { "json", "text", "yaml" } do
	is("a program in a block called " .. lang, "import os\n" .. main, code,
		"```" .. lang .. "\nimport os\n" .. main .. "```\n")
end
for _, name in ipairs { "program", "solution", "content" } do
	is("a program as the " .. name .. " of JSON", "import os\n" .. main, code,
		'{"files": [{"path": "a.py", "' .. name .. '": "import os\\n'
		.. main:gsub("\n", "\\n") .. '"}]}')
end
is("a program with entities of HTML", "import os\nif 1 < 2 > 0: " .. main, code,
	"```python\nimport os\nif 1 &lt; 2 &gt; 0: " .. main:gsub("'", "&#39;")
	.. "```")
is("a program about entities", "import os\nx = '&lt;' < '<'\n" .. main, code,
	"```python\nimport os\nx = '&lt;' < '<'\n" .. main .. "```")
local cleans = "import os\nx = x.replace('&lt;', '')\n" .. main
is("a program that cleans texts of entities", cleans, code,
	"```python\n" .. cleans .. "```")
cases.has("three dots in place of code", "leaves out code ('...')", code,
	"```python\nimport os\n...\n" .. main .. "```")
is("three dots as a body", "import os\ndef f():\n    ...\n" .. main, code,
	"```python\nimport os\ndef f():\n    ...\n" .. main .. "```")
for name, why in pairs { lightgbm = "imports lightgbm, which is not installed",
	cv2 = "imports cv2, which is not installed", xgboost = "import xgboost",
	os = "import os" } do
	cases.has("a program that imports " .. name, why, function()
		local r, said = program.read("```python\nimport " .. name .. "\n"
			.. main .. "```", { python = true }, { submission =
			"submission", preview = installed })
		return r and r.code or said
	end)
end
is("a module that a program tries to import", "try:\n    import cv2\n" .. main,
	function()
	return program.read("```python\ntry:\n    import cv2\n" .. main .. "```",
		{ python = true }, { submission = "submission",
		preview = installed }).code
end)

-- Edits of a program, with marks of their own.
local base = "import os\ndepth = 3\n\n" .. main
local function changed(said)
	local r, why = program.read(said, { python = true }, { base = base,
		submission = "submission", strikes = true })
	return r and (r.code or r.strike) or why
end
local deeper = base:gsub("3", "4")
for name, said in pairs {
	["of five characters"] = "<<<<< SEARCH\ndepth = 3\n=====\ndepth = 4\n"
		.. ">>>>> REPLACE\n",
	["that are bold"] = "**<<<<<<< SEARCH**\ndepth = 3\n**=======**\n"
		.. "depth = 4\n**>>>>>>> REPLACE**\n",
	["of a merge"] = "<<<<<<< HEAD\ndepth = 3\n=======\ndepth = 4\n"
		.. ">>>>>>> new\n",
	["with another middle"] = "<<<<<<< ORIGINAL\ndepth = 3\n===\ndepth = 4\n"
		.. ">>>>>>> UPDATED\n",
	["around fences"] = "<<<<<<< SEARCH\n```python\ndepth = 3\n```\n=======\n"
		.. "```python\ndepth = 4\n```\n>>>>>>> REPLACE\n",
	["that are labels"] = "SEARCH:\n```python\ndepth = 3\n```\n\n**REPLACE:**"
		.. "\n```python\ndepth = 4\n```\nThis is deeper.\n",
	["of a diff without a head"] = "```diff\n-depth = 3\n+depth = 4\n```\n",
	["of a diff with an empty head"] = "```diff\n@@\n import os\n-depth = 3\n"
		.. "+depth = 4\n\n " .. main .. "```\n",
} do
	is("an edit with marks " .. name, deeper, changed, said)
end
-- Two edits: each is made, or none.
is("two edits with labels alone", (deeper:gsub("os", "re")), changed,
	"SEARCH:\nimport os\nREPLACE:\nimport re\nSEARCH:\ndepth = 3\nREPLACE:\n"
	.. "depth = 4\n```\n")
cases.has("an edit that ends where the next begins", "has no line `>>>>>>>`",
	changed, "<<<<<<< SEARCH\nimport os\n=======\nimport re\n"
	.. "<<<<<<< SEARCH\ndepth = 3\n=======\ndepth = 4\n>>>>>>> REPLACE\n")
-- What looks like a mark inside of a block.
local lined = base:gsub("depth", "'''A\n    ===\n'''\ndepth")
local relined = lined:gsub("3", "4")
is("an edit of lines of which one underlines another", relined, function()
	return program.read("<<<<<<< SEARCH\n'''A\n    ===\n'''\ndepth = 3\n"
		.. "=======\n'''A\n    ===\n'''\ndepth = 4\n>>>>>>> REPLACE\n",
		{ python = true }, { base = lined,
		submission = "submission" }).code
end)
is("an edit with a line that is a label",
	"import os\nx = '''\nSEARCH\n'''\n\n" .. main, changed,
	"<<<<<<< SEARCH\ndepth = 3\n=======\nx = '''\nSEARCH\n'''\n"
	.. ">>>>>>> REPLACE\n")
is("a program with a comment that is a label", "# SEARCH\n" .. deeper, changed,
	"```python\n# SEARCH\n" .. deeper .. "```\n")
is("an edit that does not fit, and the whole program", deeper, changed,
	"```diff\n-depht = 3\n+depth = 4\n```\nAll of it:\n```python\n" .. deeper
	.. "```\n")
cases.has("an edit that nothing parts", "no line `=======`", changed,
	"<<<<<<< SEARCH\ndepth = 3\n>>>>>>> REPLACE\ndepth = 4\n")
is("an edit that changes nothing", "its edits change nothing; mend that, or "
	.. "answer with the whole program in one code block", changed,
	"<<<<<<< SEARCH\ndepth = 3\n=======\ndepth = 3\n>>>>>>> REPLACE\n")
is("neither edits nor a program", "it has no edits (SEARCH/REPLACE), nor a "
	.. "fenced code block with one program", changed, "Make it deeper.")
cases.has("what cannot be struck yet", "carry it out", function()
	return program.read("STRIKE: no.", { python = true }, { base = base,
		submission = "submission" })
end)
is("a bold line that strikes", "01/1.1 has it.", changed,
	"**STRIKE:** 01/1.1 has it.")
is("functions in one block, what calls them in another",
	"import os\ndef load(x):\n    return x\nimport os\n" .. main, code,
	"```python\nimport os\ndef load(x):\n    return x\n```\nthen\n```python\n"
	.. "import os\n" .. main .. "```\n")
is("a second try that does without the first", "import os\n" .. main, code,
	"```python\nimport os\ndef other(x):\n    return x\n```\nbetter:\n"
	.. "```python\nimport os\n" .. main .. "```\n")
is("a snippet that only calls what the program calls", "import os\n" .. main,
	code, "```python\ndef other(x):\n    return load(x)\n```\nbetter:\n"
	.. "```python\nimport os\n" .. main .. "```\n")
is("a program in tags of its own", "import os\n" .. main, code,
	"<answer>\nimport os\n" .. main .. "</answer>")
for _, mark in ipairs { "<|eot_id|>", "</s>", "<end_of_turn>\n",
	"<|im_end|> </s>" } do
	is("the end of an answer, " .. mark, "x", function()
		return (text.visible("x" .. mark))
	end)
end
is("a token inside of an answer", "x<|im_end|>y", function()
	return (text.visible("x<|im_end|>y"))
end)
is("fences behind words on a line", "import os\n" .. main, code,
	"Here: ```python\nimport os\n" .. main:gsub("\n$", "") .. "```\nDone.")
is("a program between quotes of Python", "import os\n" .. main, code,
	"'''python\nimport os\n" .. main .. "'''\n")
is("a program that is indented", "import os\nif x:\n    y()\n" .. main, code,
	"It is:\n\n    import os\n    if x:\n        y()\n    " .. main
	.. "\nIt reads the files.\n")
is("a program with characters that nobody sees", "import os\nx = 1\n" .. main,
	code, "```python\n\u{feff}import os\nx = 1\u{200b}\n" .. main .. "```")
cases.has("a program in another language", "is in the language r: write it in",
	code, "```r\nmetric submission\n```")
is("a program in brackets", "import os\n" .. main, code,
	"[PYTHON]\nimport os\n" .. main .. "[/PYTHON]\n")
is("marks of Markdown in a program", "import os\nx_y = 1\n" .. main, code,
	"```python\nimport os\nx\\_y = 1\n" .. main .. "```")
is("a program in a tag of its file", "import os\n" .. main, code,
	'<file name="a.py">\nimport os\n' .. main .. "</file>")
is("words behind a program, in its block", "import os\n" .. main
	.. "# The end.\n", code, "```python\nimport os\n" .. main
	.. "# The end.\nThis program reads the data.\n\nIt uses a cut.\n```")
is("a program that a shell would write into a file", "import os\n" .. main,
	code, "```bash\ncat > solution.py << 'EOF'\nimport os\n" .. main
	.. "EOF\npython solution.py\n```")
is("a line of capitals ends no other mark", "X = 1\nX\nimport os\n" .. main,
	code, "```bash\ncat > solution.py << 'EOF'\nX = 1\nX\nimport os\n"
	.. main .. "EOF\n```")
is("a program with breaks of HTML", "import os\n" .. main, code,
	"<code>import os<br>\n" .. main:gsub("\n", "<br/>\n") .. "</code>")
is("a program in the quotes of Python", "import os\n" .. main, code,
	'\"\"\"\nimport os\n' .. main .. '\"\"\"\n')
is("numbers in front of the lines", "import os\nif x:\n    y()\n" .. main, code,
	"```python\n1: import os\n2: if x:\n3:     y()\n4: " .. main .. "```")
is("the language in the first line of a block", "import os\n" .. main, code,
	"```\npython\nimport os\n" .. main .. "```")

return cases
