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
is("a blend that was adopted beside a better score is built on",
	"Build on 01/1.1.", function()
	local results = {}
	for i, score in ipairs { 0.79, 0.8 } do
		results[i] = { id = "01/" .. i .. ".1", phase = 1, title = "A",
			status = "ok", score = score, adopted = i == 1,
			change = score - 0.7, base = { id = "00/1.1",
			score = 0.7 } }
	end
	return report.judge(task({ results = results })).rules[1]
end)
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
-- A run that a limit ended after it had handed in another answer.
local function stopped(change)
	return report.judge(task({ results = { { id = "01/1.1", phase = 1,
		status = "ok", score = 0.8, title = "A", text = "",
		limit = "time", change = change, interval = 0.05,
		adopted = change > 0, base = { id = "00/1.1",
		score = 0.7 } } } }))
end
for _, change in ipairs { 0.1, -0.1 } do
	is("what a limit ended is judged by no change, " .. change,
		"inconclusive: A was stopped at its limit of time; what it had "
		.. "handed in reached 0.8; 0 rules; Try simpler families.",
		function()
		local out = stopped(change)
		return out.judgements[1].verdict .. ": "
			.. out.judgements[1].claim .. "; " .. #out.rules
			.. " rules; " .. join(out.next)
	end)
end
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
is("no rule is the opposite of one of an earlier note", "", rules, one_, one_,
	"Keep linear with C 10 instead of 1: loss -0.2 (-0.3 to -0.1) [x].")
is("no rule is the opposite of one that a person wrote", "", rules,
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
is("what a limit ended is in no ranking, though it is the best", 0, function()
	local s = second({ base = { id = "01/1.1", score = 0.9,
		text = recipes.block({ model = "svm" }) } })
	for _, result in ipairs(s.results) do
		result.limit = "time"
	end
	return #report.distil(s).ranking
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

-- The sentences of a description, as the descriptor has them.
for _, row in ipairs {
	{ "# Title\n\nTell *who* survived.", "Tell who survived." },
	{ "Tell who `survived` it.\n\n```\ncode. Of a program.\n```\n",
		"Tell who survived it." },
	{ "Tell who survived it.\n\n| a | table. Of more |\n",
		"Tell who survived it." },
	{ "These are given:\n- ages of all,\n- fares of all.",
		"These are given:, ages of all,, fares of all." },
	{ "Too short. This is long enough.", "This is long enough." },
	{ "Of sixteen bytes. Fifteen bytes..", "Of sixteen bytes." },
	{ "See https://a.b/c for what is meant.", "See for what is meant." },
} do
	is("a description tells of " .. row[1]:gsub("%s+", " ") .. " " .. row[2],
		row[2], function()
		local s = task()
		s.task.description = row[1]
		return (report.describe(s):match("^(.-) ?A tabular"))
	end)
end
is("a description has those sentences for which there is room", true, function()
	local s = task()
	s.task.description = ("A long sentence of nine hundred bytes "):rep(25)
		.. ".\n\nThis one has room."
	return report.describe(s):match("^This one has room%. A tabular")
		and true or report.describe(s)
end)
for _, row in ipairs {
	{ "all of six targets", { "u", "v", "w", "x", "y", "z" },
		"The target is u, v, w, x, y, z with" },
	{ "the first six of seven targets", { "t", "u", "v", "w", "x", "y",
		"z" }, "The target is t, u, v, w, x, y with" },
} do
	has("a description names " .. row[1], row[3], function()
		local s = task()
		s.preview.target = row[2]
		return report.describe(s)
	end)
end
is("a number has no classes", nil, function()
	return report.describe(task({ metric = { prediction = "value" } }))
		:find("classes")
end)
has("test rows that nobody has counted are unknown", "500 training and unknown "
	.. "test rows", function()
	local s = task()
	s.preview.rows_test = nil
	return report.describe(s)
end)

-- Failures and evidence.
local function judged(result)
	result.id, result.phase, result.text = "01/1.1", 1, ""
	return report.judge(task({ results = { result } }))
end
for _, row in ipairs {
	{ "a run that lacks an import", { status = "failed",
		cause = { class = "import" } }, "dead end: T did not finish: import" },
	{ "a run that was not begun", { status = "struck" },
		"inconclusive: T did not finish: struck" },
	{ "a run of which nothing is known", {},
		"inconclusive: T did not finish: failed" },
	{ "a message that is in no log", { status = "failed", cause = {
		class = "value", message = "bad" } },
		"inconclusive: T did not finish: value" },
} do
	is("what is claimed of " .. row[1] .. ": " .. row[3], row[3], function()
		row[2].title = "T"
		local one = judged(row[2]).judgements[1]
		return one.verdict .. ": " .. one.claim
	end)
end
is("a claim cites its run, where its metric stands and its base",
	"01/1.1 01/1.1/1:5-9 00/1.1", function()
	return join(judged({ status = "ok", score = 0.8, change = 0.1,
		claimed_at = "01/1.1/1:5-9", base = { id = "00/1.1",
		score = 0.7 } }).judgements[1].evidence)
end)
is("a claim of a failure cites where its message stands", "01/1.1 01/1.1/1:7-8",
	function()
	return join(judged({ status = "failed", cause = { class = "value",
		at = "01/1.1/1:7-8" } }).judgements[1].evidence)
end)
is("the best of a phase is that with the best score", "Vary one setting of "
	.. "01/1.2. | Vary one setting of 01/1.1.", function()
	local function best(goal)
		local s = task({ results = {} })
		s.task.goal = goal
		for i, score in ipairs { 0.5, 0.9, 0.7 } do
			s.results[i] = { id = "01/1." .. i, phase = 1, text = "",
				status = "ok", score = score }
		end
		return join(report.judge(s).next)
	end
	return best("maximize") .. " | " .. best("minimize")
end)
is("no rule says to stay where a change has no interval", "", function()
	return join(judged({ status = "ok", score = 0.6, change = -0.1,
		base = { id = "00/1.1", score = 0.7 } }).rules)
end)

-- Runs beside each other. Folds of `n` numbers whose mean is `mean`.
local function folds(mean, n, spread)
	local list = {}
	for i = 1, n do
		list[i] = mean + (i % 2 == 0 and 1 or -1) * (spread or 0)
	end
	return list
end
local function beside(one, other, more)
	local s = task(more)
	for i, r in ipairs { one, other } do
		s.results[i] = { id = "01/" .. i .. ".1", phase = 1,
			status = "ok", score = r.score, folds = r.folds,
			base = r.base, text = r.text or recipes.block({
			model = i == 1 and "svm" or "knn" }) }
	end
	local list = report.judge(s).judgements
	return list[3] and list[3].claim:match(": ([^:]*)$") or "none"
end
for _, row in ipairs {
	-- t(1) = 12.71, t(9) = 2.262, t(11) = 2.201, t(29) = 2.045
	{ 2, "0.44" }, { 10, "0.022" }, { 12, "0.019" }, { 30, "0.011" },
} do
	has("the interval of a difference of runs of " .. row[1] .. " folds is "
		.. row[2], "+0.1 ± " .. row[2] .. " ", beside, { score = 0.8,
		folds = folds(0.8, row[1]) }, { score = 0.9,
		folds = folds(0.9, row[1], 0.02) })
end
for _, row in ipairs {
	{ "one has no folds", { score = 0.8 }, { score = 0.9,
		folds = { 0.9, 0.9 } } },
	{ "one has other folds", { score = 0.8, folds = { 0.8, 0.8, 0.8 } },
		{ score = 0.9, folds = { 0.9, 0.9 } } },
	{ "each has one fold", { score = 0.8, folds = { 0.8 } },
		{ score = 0.9, folds = { 0.9 } } },
	{ "one is no recipe", { score = 0.8, folds = { 0.8, 0.8 },
		text = "Do it." }, { score = 0.9, folds = { 0.9, 0.9 } } },
	{ "one is a blend", { score = 0.8, folds = { 0.8, 0.8 },
		text = recipes.block({ model = "blend", members = { {
		model = "svm" }, { model = "knn" } } }) }, { score = 0.9,
		folds = { 0.9, 0.9 } } },
	{ "one was built on the other", { score = 0.8, folds = { 0.8, 0.8 } },
		{ score = 0.9, folds = { 0.9, 0.9 }, base = { id = "01/1.1" } } },
	{ "both are the same", { score = 0.8, folds = { 0.8, 0.8 } },
		{ score = 0.9, folds = { 0.9, 0.9 },
		text = recipes.block({ model = "svm" }) } },
} do
	is("two runs are not compared where " .. row[1], "none", beside, row[2],
		row[3])
end
is("a setting that one run leaves open is a difference", "01/2.1 and 01/1.1 "
	.. "differ in C alone", function()
	local s = task()
	for i, C in ipairs { false, 2 } do
		s.results[i] = { id = "01/" .. i .. ".1", phase = 1,
			status = "ok", score = i, folds = { i, i },
			text = recipes.block({ model = "svm", C = C or nil,
			time = i }) }
	end
	return report.judge(s).judgements[3].claim:match("^[^:]*")
end)
is("the latest runs of a phase are compared, four times at most",
	"02/4.1 is knn, 02/2.1 is linear; 02/4.1 is knn, 02/3.1 is svm; "
	.. "02/3.1 is svm, 02/1.1 is knn; 02/3.1 is svm, 02/2.1 is linear",
	function()
	local s, list = task({ phase = 2 }), {}
	for i, model in ipairs { "knn", "linear", "svm", "knn" } do
		s.results[i] = { id = "02/" .. i .. ".1", phase = 2,
			status = "ok", score = 1, folds = { i, i },
			text = recipes.block({ model = model }) }
	end
	for i, one in ipairs(report.judge(s).judgements) do
		list[i - 4] = one.claim:match("^[^:]*")
	end
	return table.concat(list, "; ")
end)

-- What is learnt.
is("what a task teaches leaves out what was of its runs alone", '{"C": 2}',
	function()
	return recipes.encode(taught(recipes.block({ model = "svm", C = 2,
		time = 9, folds = 3, repeats = 2, tolerant = true,
		drop = { "a" } })).ranking[1].settings)
end)
is("the tags of a blend name each family once", "tabular classification "
	.. "accuracy svm knn small", function()
	return join(taught(recipes.block({ model = "blend", members = {
		{ model = "svm" }, { model = "knn" },
		{ model = "svm", C = 2 } } })).tags)
end)

return cases
