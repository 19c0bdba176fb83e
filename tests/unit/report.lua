-- report.lua: what the offline brain says of a task, of a phase that ran and of
-- what was learnt: a list of {name, what comes out, what should}.
local cases = require "cases"
local recipes = require "recipes.recipe"
local report = require "recipes.report"
local tasks = require "tasks"

local is, has, join = cases.is, cases.has, cases.join
local task, second = tasks.task, tasks.second

-- Judgements.
local function verdict(change, interval, goal)
	local s = task({ results = { { id = "01/1.1", phase = 1, status = "ok",
		score = 0.8, title = "A", text = "", change = change,
		adopted = change > 0, interval = interval,
		base = { id = "00/1.1", score = 0.7 } } } })
	s.task.goal = goal or s.task.goal
	local out = report.judge(s)
	return out.judgements[1].verdict .. ": " .. out.judgements[1].claim
		.. " " .. out.rules[1]
end
local function advice(result)
	result.id, result.phase, result.title, result.text = "01/1.1", 1, "A", ""
	result.base = { id = "00/1.1", score = 0.7 }
	return join(report.judge(task({ results = { result } })).next)
end
is("after a gain its settings are varied", "Vary one setting of 01/1.1.",
	advice, { status = "ok", score = 0.8, change = 0.1, interval = 0.05,
	adopted = true })
is("after a loss another kind is advised",
	"Try families of another kind than these.", advice, { status = "ok",
	score = 0.6, change = -0.1, interval = 0.05, adopted = false })
is("after a failure a simpler kind is advised", "Try simpler families.",
	advice, { status = "failed", cause = { class = "value", message = "x" } })
is("a gain beyond its interval is promising", "promising: A reached 0.8, "
	.. "better than the 0.7 of the solution it was built on "
	.. "Build on 01/1.1.", verdict, 0.1, 0.05)
is("a loss beyond its interval is a dead end", "dead end: A reached 0.8, "
	.. "worse than the 0.7 of the solution it was built on "
	.. "Stay with 00/1.1: 01/1.1 was no better.", verdict,
	-0.1, 0.05)
is("a change within its interval is neither", "inconclusive: A reached 0.8, "
	.. "within the noise of the 0.7 of the solution it was built on "
	.. "Build on 01/1.1.", verdict, 0.1, 0.1)
is("a change without interval is neither", "inconclusive: A reached 0.8, "
	.. "with unknown noise beside the 0.7 of the solution it was built on "
	.. "Build on 01/1.1.", verdict, 0.1)
has("where lower is better a rise is a loss", "dead end: ", verdict, 0.1,
	0.05, "minimize")
is("a failure is told by its class; a rule avoids it", "inconclusive: A did "
	.. "not finish: value (bad shape) Avoid what 01/1.1 did: it ended "
	.. "with value.", function()
	local out = report.judge(task({ results = { { id = "01/1.1", phase = 1,
		status = "failed", title = "A", cause = { class = "value",
		message = "bad shape", at = "x" } } } }))
	return out.judgements[1].verdict .. ": " .. out.judgements[1].claim
		.. " " .. out.rules[1]
end)
is("memory is a dead end", "dead end", function()
	return report.judge(task({ results = { { id = "01/1.1", phase = 1,
		status = "failed", cause = { class = "memory" } } } }))
		.judgements[1].verdict
end)
is("a claim does not name the run that a suggestion varies", "linear reached "
	.. "0.8, within the noise of the 0.7 of the solution it was built on",
	function()
	return report.judge(task({ results = { { id = "01/1.1", phase = 1,
		status = "ok", score = 0.8, change = 0.1, interval = 0.2,
		title = "linear, from 00/1.1", base = { id = "00/1.1",
		score = 0.7 } } } })).judgements[1].claim
end)
is("only the active phase is judged", 0, function()
	return #report.judge(task({ results = { { id = "00/1.1", phase = 0,
		status = "ok", score = 1 } } })).judgements
end)

local function runs(more)
	local a = { id = "01/1.1", phase = 1, status = "ok", score = 0.8,
		folds = { 0.8, 0.81, 0.79 }, text = recipes.block({
		model = "svm", C = 1 }) }
	local b = { id = "01/2.1", phase = 1, status = "ok", score = 0.9,
		folds = { 0.9, 0.91, 0.89 }, text = recipes.block(more) }
	local list = report.judge(task({ results = { a, b } })).judgements
	return list[3] and list[3].claim or "none"
end
has("a setting is told where it alone differs", "01/2.1 and 01/1.1 differ in "
	.. "C alone: +0.1 ± ", runs, { model = "svm", C = 2 })
has("a family is told beside another", "01/2.1 is knn, 01/1.1 is svm: +0.1 ± ",
	runs, { model = "knn" })
is("two settings that differ at once tell nothing", "none", runs,
	{ model = "svm", C = 2, gamma = 0.1 })
-- Rules of two runs of a phase, whose logs say these factors; `before` holds
-- the rules of the note before.
local function rules(one, other, before)
	local old, results = hcc.context, {}
	hcc.context = function(q)
		return "# log of " .. q.id .. "/1 \n[1-9] worth: "
			.. (q.id == "02/1.1" and one or other)
			.. " over 5 folds\n"
	end
	for i, id in ipairs({ "02/1.1", "02/2.1" }) do
		results[i] = { id = id, phase = 2, status = "ok", score = 0.8,
			text = "", claimed_at = id .. "/1:5-9" }
	end
	local out = report.judge(task({ phase = 2, results = results,
		notes = { { rules = { before } } } }))
	hcc.context = old
	return table.concat(out.rules, "; ")
end
local ten = "linear with C 10 instead of 1: loss -0.2 (-0.3 to -0.1)"
local one_ = "linear with C 1 instead of 10: loss -0.2 (-0.3 to -0.1)"
is("a rule says what a factor was worth, and where that stands",
	"Keep linear with C 10 instead of 1: loss -0.2 (-0.3 to -0.1) "
	.. "[02/1.1/1:1-9].", rules, ten, ten)
is("a rule and its opposite never stand together",
	"Keep linear with C 10 instead of 1: loss -0.2 (-0.3 to -0.1) "
	.. "[02/1.1/1:1-9].", rules, ten, one_)
is("nor does the opposite of a rule of an earlier note", "", rules, one_, one_,
	"Keep linear with C 10 instead of 1: loss -0.2 (-0.3 to -0.1) [x].")
is("nor of one that a person wrote", "", rules,
	"svm in the blend: accuracy -0.1 (-0.2 to -0.05)",
	"svm in the blend: accuracy -0.1 (-0.2 to -0.05)",
	"Keep svm in the blend")
is("no next step says to blend again", nil, function()
	local out = report.judge(task({ results = { { id = "01/1.1", phase = 1,
		status = "ok", score = 0.8, title = "A", text = "" } } }))
	return table.concat(out.next, " "):find("blend")
end)

-- What is told of a task.
is("a description has the facts of the preview", "Tell the sick from the "
	.. "healthy by their blood. A tabular classification task scored by "
	.. "accuracy (maximize). The target is y with 2 classes. There are 500 "
	.. "training and 100 test rows as CSV. Columns: 4 number, 1 category. "
	.. "The submission submission.csv has the columns and ids of the "
	.. "sample.", function()
	local s = task()
	s.task.description = "# Blood\n\nTell the *sick* from the healthy by "
		.. "their blood.\n"
	return (report.describe(s):gsub("^Blood%. ", ""))
end)
is("a description has 170 words at most", 170, function()
	local s, n = task(), 0
	s.task.description = ("Some more words. "):rep(200)
	for _ in report.describe(s):gmatch("%S+") do
		n = n + 1
	end
	return n <= 170 and 170 or n
end)
local function taught(text)
	local s = second({ base = { id = "01/3.1", score = 0.9, text = text } })
	return report.distil(s)
end
is("a blend of runs leaves its score to no recipe", 0.9, function()
	return report.distil(second({ base = { id = "00/0.1", score = 0.95,
		text = "Blend of 01/1.1, 01/1.2" } })).ranking[1].score
end)
is("the ranking begins with the winner, and has each family once", true,
	function()
	local list, seen = taught(recipes.block({ model = "svm", C = 2,
		time = 9 })).ranking, {}
	local first = list[1]
	if first.family ~= "svm" or first.score ~= 0.9 or first.settings.C ~= 2
	    or first.settings.time or #list < 2 then
		return hcc.json_encode(list)
	end
	for _, one in ipairs(list) do
		if seen[one.family] then
			return one.family
		end
		seen[one.family] = true
	end
	return true
end)
is("tags name the kind, the metric, the families and the size",
	"tabular classification accuracy svm small", function()
	return join(taught(recipes.block({ model = "svm" })).tags)
end)

return cases
