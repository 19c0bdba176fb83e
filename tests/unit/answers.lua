-- answers.lua: how much and what of a model's answer is taken: a list of {name,
-- what comes out, what should}. Forms of answers are in brain_answers.lua.
local answer = require "llm.answer"
local cases = require "cases"
local notes = require "llm.notes"
local outline = require "llm.outline"
local plans = require "llm.plans"
local remarks_of = require "llm.remarks"
local schema = require "llm.schema"

local is, has, join = cases.is, cases.has, cases.join

local trees = "Train trees of depth 9."

-- The directions of a plan with their suggestions.
local function planned(directions)
	local plan, why = plans.read('{"directions":' .. directions .. "}",
		{ m = 3, q = 2 })
	local list = {}
	for i, d in ipairs(plan and plan.directions or {}) do
		local some = {}
		for k, one in ipairs(d.suggestions) do
			some[k] = one.title
		end
		list[i] = d.title .. ": " .. table.concat(some, ", ")
	end
	return plan and table.concat(list, "; ") or why
end
local function direction(title, suggestions)
	return string.format('{"title":"%s","suggestions":%s}', title,
		suggestions or '["Train trees for ' .. title .. ' of depth 9."]')
end
for _, row in ipairs {
	{ "numbered members are directions in order", '{"2":' .. direction("B")
		.. ',"1":' .. direction("A") .. ',"10":' .. direction("C") .. "}",
		"A: Train trees for A of depth 9; "
		.. "B: Train trees for B of depth 9; "
		.. "C: Train trees for C of depth 9" },
	{ "members with a word before their number are directions in order",
		'{"direction_2":' .. direction("B") .. ',"Direction_1":'
		.. direction("A") .. "}", "A: Train trees for A of depth 9; "
		.. "B: Train trees for B of depth 9" },
	{ "numbered members are suggestions in order", "[" .. direction("A",
		'{"s2":{"title":"Y","text":"Use lags of 7 days."},"s1":{"title":"X",'
		.. '"text":"' .. trees .. '"}}') .. "]", "A: X, Y" },
	{ "a direction without a title has its number", '[{"suggestions":["'
		.. trees .. '"]}]', "Direction 1: Train trees of depth 9" },
	{ "a suggestion without a title has its first line", "[" .. direction("A",
		'["Use lags.  \\nOf 7 days."]') .. "]", "A: Use lags" },
	{ "a direction that is one suggestion gives it its title",
		'[{"title":"A","text":"' .. trees .. '"}]', "A: A" },
	{ "a third suggestion of two is left out", "[" .. direction("A",
		'[{"title":"X","text":"' .. trees .. '"},{"title":"Y","text":'
		.. '"Use lags of 7 days."},{"title":"Z","text":"Blend 3 of them."'
		.. '}]') .. "]", "A: X, Y" },
	{ "a suggestion that says what one before it says is left out", "["
		.. direction("A", '[{"title":"X","text":"' .. trees .. '"},'
		.. '{"title":"Y","text":"' .. trees .. '"}]') .. "]", "A: X" },
	{ "a direction without suggestions is none", "[" .. direction("A", "[]")
		.. "," .. direction("B") .. "]", "B: Train trees for B of depth 9" },
} do
	is(row[1], row[3], planned, row[2])
end
for _, row in ipairs {
	{ "pip install xgboost 2", "nothing can be installed" },
	{ "Run conda install 1 package", "nothing can be installed" },
	{ "First apt-get install libgomp1", "nothing can be installed" },
	{ "TODO: 5 trees", "it is a placeholder" },
	{ "<your idea 1>", "it is a placeholder" },
	{ "Download 3 more tables", "there is no network" },
	{ "Train 5 nets on Google Colab", "there is no network" },
	{ "Ask the OpenAI API 5 times", "there is no network" },
	{ "Use a better model", "it leaves everything open" },
} do
	has("the suggestion '" .. row[1] .. "' is sent back: " .. row[2],
		"cannot be carried out: " .. row[2], planned, "[" .. direction("A",
		'["' .. row[1] .. '"]') .. "]")
end
for _, text in ipairs { "Use a much better model", "Use 3 models",
	"Describe how to install 3 shelves", "Take 3 trees as in https://a.b",
	"Count requests in 24 hours as in https://a.b" } do
	is("the suggestion '" .. text .. "' is carried out", "A: " .. text, planned,
		"[" .. direction("A", '["' .. text .. '"]') .. "]")
end

-- Refusals.
for _, words in ipairs { "I can't do that", "I can’t do that",
	"I cannot do that", "I'm sorry", "I am sorry", "We are unable to" } do
	has("'" .. words .. "' is a refusal", "it is a refusal", plans.read, words,
		{ m = 3, q = 2 })
end
has("a text of 600 bytes is no refusal", "it has no JSON object", plans.read,
	"I'm sorry" .. ("."):rep(591), { m = 3, q = 2 })
has("one of 599 is", "it is a refusal", plans.read, "I'm sorry"
	.. ("."):rep(590), { m = 3, q = 2 })

-- Judgements.
local function judged(verdict, evidence)
	local r, why = notes.read('{"judgements":[{"verdict":"' .. verdict
		.. '","claim":"Trees are better.","evidence":' .. (evidence
		or '["07/1.1"]') .. "}]}", 7)
	return r and r.judgements[1], why
end
for _, row in ipairs {
	{ "promising", { "promising", "Potential", "positive", "better",
		"improved" } },
	{ "dead end", { "dead end", "dead-end", "Avoid", "negative", "harmful",
		"worse", "failed" } },
	{ "inconclusive", { "inconclusive", "unclear", "mixed", "open",
		"neutral" } },
} do
	for _, word in ipairs(row[2]) do
		is("the verdict '" .. word .. "' means " .. row[1], row[1], function()
			return judged(word).verdict
		end)
	end
end
for _, word in ipairs { "great", "promising|dead end", "not promising",
	"no improvement", "not a dead end",
	"better" .. (" "):rep(34) .. "." } do
	is("the verdict '" .. word .. "' says nothing", nil, function()
		local one, why = judged(word)
		return one and one.verdict or not why and "no complaint" or nil
	end)
end
for _, row in ipairs {
	{ '["1/1.1"]', "01/1.1" }, { '["1.2"]', "07/1.2" },
	{ '"[07/1.1, 07/1.2]"', "07/1.1 07/1.2" },
	{ '["07/1.1", "07/1.1"]', "07/1.1" },
	{ '["07/1.1/1:5-9", "see 07/2.1", "01"]', "07/1.1/1:5-9 07/2.1" },
} do
	is("the evidence " .. row[1] .. " is " .. row[2], row[2], function()
		return join(judged("better", row[1]).evidence)
	end)
end
is("sixteen references of a claim are kept", 16, function()
	local list = {}
	for i = 1, 20 do
		list[i] = '"07/1.' .. i .. '"'
	end
	return #judged("better", "[" .. table.concat(list, ",") .. "]").evidence
end)
is("a judgement alone, a list of them and a named list are the same", "1 2 2",
	function()
	local one = '{"verdict":"better","claim":"Trees are better.",'
		.. '"evidence":["07/1.1"]}'
	local list = {}
	for i, text in ipairs { one, "[" .. one .. "," .. one .. "]",
		'{"judgements":[' .. one .. "," .. one .. "]}" } do
		list[i] = #notes.read(text, 7).judgements
	end
	return join(list)
end)

for _, row in ipairs {
	{ "Download BERT.", "" }, { "Use BERT.", "" },
	{ "pip install lightgbm.", "" }, { "Try 300 trees.", "Try 300 trees." },
} do
	is("what cannot be had is no next step: " .. row[1], row[2], function()
		return join(notes.read('{"judgements":[{"verdict":"better",'
			.. '"claim":"Trees are better.","evidence":["07/1.1"]}],'
			.. '"next":["' .. row[1] .. '"]}', 7, { preview =
			"Python 3.11 with pandas 1.5. No other library for data "
			.. "or models is installed." }).next)
	end)
end

-- Paragraphs.
local function paragraph(text, tokens)
	local r, why = answer.paragraph(text, tokens or 250)
	return r and #r.text or why:match("^[%a ]+")
end
for _, row in ipairs {
	{ "five bytes a token", ("word "):rep(9) .. "words", 10, 50 },
	{ "more than that", ("word "):rep(9) .. "words.", 10,
		"it is longer than " },
	{ "400 bytes that end with a colon", ("x"):rep(399) .. ":", 250, 400 },
	{ "fewer bytes that end with a colon", ("x"):rep(398) .. ":", 250,
		"it has no paragraph about the task" },
	{ "a question", "Which task do you mean?", 250,
		"it has no paragraph about the task" },
	{ "a program", "```python\n" .. ("x = 1\n"):rep(99) .. "```", 250,
		"it has no paragraph about the task" },
} do
	is("a paragraph of " .. row[1] .. " is: " .. row[4], row[4], paragraph,
		row[2], row[3])
end

-- Wisdom.
local function learnt(text)
	local r, why = remarks_of.read(text)
	return r and table.concat(r.remarks, "|") .. "; " .. join(r.tags) or why
end
for _, row in ipairs {
	{ "## What the data REMARKS are\nA is b.", "A is b.; " },
	{ "## Remarks and more of what this task has taught me\nA is b.", "it has "
		.. "no part under the heading REMARKS, alone on its line" },
	{ "REMARKS: A is b.\nTAGS: x", "A is b.; x" },
	{ "DATA\nA is b.\nMODEL\nC is d.", "A is b.|C is d.; " },
	{ "remarks:\nA is b.", "A is b.; " },
	{ "# REMARKS A is b.", "A is b.; " },
	{ "remarks are few", "it has no part under the heading REMARKS, alone on "
		.. "its line" },
	{ '{"data": ["A is b."], "model": "C is d.", "tags": "x, y"}',
		"A is b.|C is d.; x y" },
	{ "REMARKS\nA is b.\nTAGS\na few single words: modality, task type, "
		.. "metric, methods", "A is b.; " },
	{ "REMARKS\nA is b.\nTAGS\nx X y " .. ("z"):rep(40) .. " " .. ("w"):rep(41),
		"A is b.; x y " .. ("z"):rep(40) },
} do
	is("wisdom of " .. row[1]:gsub("%s+", " "):sub(1, 60) .. " is read: "
		.. row[2]:sub(1, 30), row[2], learnt, row[1])
end
is("forty remarks and twenty tags are kept", "40 20", function()
	local remarks, tags = {}, {}
	for i = 1, 45 do
		remarks[i], tags[i] = "Trees of depth " .. i .. " won.", "t" .. i
	end
	local r = remarks_of.read("REMARKS\n" .. table.concat(remarks, "\n")
		.. "\nTAGS\n" .. join(tags))
	return join { #r.remarks, #r.tags }
end)

-- Plans in Markdown or YAML, as "TITLE (WHY): TITLE=TEXT, ..".
local function outlined(words)
	local list = {}
	for i, d in ipairs(outline.directions(words) or {}) do
		local some = {}
		for k, one in ipairs(d.suggestions) do
			some[k] = (one.title and one.title .. "=" or "") .. one.text
		end
		list[i] = (d.title or "-") .. " (" .. (d.why or "-") .. "): "
			.. table.concat(some, ", ")
	end
	return (table.concat(list, "; "):gsub("\n", "/"))
end
for _, row in ipairs {
	{ "# Plan\n## A\nwhy\n### X\ndo x\n### Y\ndo y",
		"A (why): X=do x, Y=do y" },
	{ "## 1. A\nwhy\n- do x\n* do y\n+ do z", "A (why): do x, do y, do z" },
	{ "## Direction 1: A\n- do x\n## Direction 2 - B\n- do y",
		"A (): do x; B (): do y" },
	{ "## `A` of **B**\n- do x", "A of B (): do x" },
	{ "## A\n- **X**: do x\n- **Y:** do y\n- **do** z",
		"A (): X=do x, Y=do y, do=z" },
	{ "## A\n1. do x\n2) do y", "A (): do x, do y" },
	{ "## A\n- do x\n  and more\n- do y", "A (): do x/and more, do y" },
	{ "## A\ndo x\n## B\ndo y", "A (): A=do x; B (): B=do y" },
	{ "**A**\nwhy\n- do x\n**B**:\n- do y", "A (why): do x; B (): do y" },
	{ "1. A\n   - do x\n   - do y\n2. B\n   - do z",
		"A (): do x, do y; B (): do z" },
	{ "## A\n```\n# not B\n```\n```\n- not y\n```\n- do x",
		"A (```/# not B/```/```/- not y/```): do x" },
	{ "Just words.", "" }, { "- do x", "" },
	{ "## Empty\n## A\n- do x", "A (): do x" },
	{ "directions:\n- title: A\n  why: b\n  suggestions:\n  - title: X\n"
		.. "    text: do x\n  - title: Y\n    text: |\n      do\n      y\n"
		.. "- title: B\n  suggestions:\n  - text: \"do z\"", "A (b): X=do x, "
		.. "Y=do/y; B (-): do z" },
	{ "- direction: A\n  ideas:\n  - text: 'do x'\n", "- (-): do x" },
} do
	is("the outline " .. row[1]:gsub("\n", "/") .. " has " .. (row[2] == ""
		and "no direction" or row[2]), row[2], outlined, row[1])
end
local function noted(words)
	local r, list = outline.judgements(words), {}
	for i, j in ipairs(r and r.judgements or {}) do
		list[i] = j.verdict .. ": " .. j.claim .. " " .. j.evidence
	end
	return r and table.concat(list, "; ") .. " | "
		.. table.concat(r.rules, ", ") .. " | "
		.. table.concat(r.next, ", ") or "none"
end
for _, row in ipairs {
	{ "- **promising**: A won [01/1.1, 01/2.1]\n- dead-end - B lost [01/1.2]",
		"promising: A won [01/1.1, 01/2.1]; dead end: B lost [01/1.2] |  | " },
	{ "## Judgements\n- Promising: A won [01/1.1]\n\n**Rules**\n- Keep A.\n"
		.. "## Next:\n- Try B.\n* Try C.\n## Notes\n- Well.",
		"promising: A won [01/1.1] | Keep A. | Try B., Try C." },
	{ "- promising: A won", "none" }, { "- great: A won [01/1.1]", "none" },
	{ "promising: A won [01/1.1]", "promising: A won [01/1.1] |  | " },
} do
	is("the note " .. row[1]:gsub("\n", "/") .. " has: " .. row[2], row[2],
		noted, row[1])
end

-- What a server is told of an answer: the members that it may have, and those
-- that it must have.
for _, row in ipairs {
	{ "plan", nil, "directions | directions" },
	{ "judge", nil, "judgements next rules | judgements rules next" },
	{ "judge", "plan", "directions judgements next rules | judgements rules "
		.. "next" },
	{ "improve", nil, "none" }, { "improve", "plan", "none" },
} do
	is("the schema of " .. row[1] .. (row[2] and " and " .. row[2] or "")
		.. " is: " .. row[3], row[3], function()
		local form, list = schema.format(row[1], row[2]), {}
		if not form then
			return "none"
		end
		for name in pairs(form.json_schema.schema.properties) do
			list[#list + 1] = name
		end
		table.sort(list)
		return join(list) .. " | " .. join(form.json_schema.schema.required)
	end)
end
is("a plan has titles, and suggestions with a text", "title why suggestions; "
	.. "title text", function()
	local d = schema.format("plan").json_schema.schema.properties.directions
	return join(d.items.required) .. "; "
		.. join(d.items.properties.suggestions.items.required)
end)

return cases
