-- facts.lua: what prompts tell of time, of programs and of plans: a list of
-- {name, what comes out, what should}.
local cases = require "cases"
local facts = require "llm.facts"

local is, has, lacks = cases.is, cases.has, cases.lacks

local function whole(text)
	return text
end

-- Numbers and times.
for _, row in ipairs { { 0.123456789, "0.123457" }, { 12, "12" } } do
	is("a score of " .. row[1] .. " is told as " .. row[2], row[2],
		facts.number, row[1])
end
for _, row in ipairs {
	{ 0.256, "0.26" }, { 9.96, "10" }, { 10, "10" }, { 10.4, "10" },
	{ 123.4, "123" },
} do
	is(row[1] .. " s are told as " .. row[2] .. " s", row[2], facts.seconds,
		row[1])
end
is("what took no time is not told", nil, facts.seconds)
local function left(seconds)
	return facts.time({ time_left = seconds, time_total = seconds })
		:match("more than (.-) are left")
end
for _, row in ipairs {
	{ 59, "59 seconds" }, { 119, "110 seconds" }, { 120, "2 minutes" },
	{ 7199, "110 minutes" }, { 7200, "2 hours" }, { 44640, "12 hours" },
	{ 3600 * 125, "120 hours" }, { 0, "0 seconds" },
} do
	is("of " .. row[1] .. " s more than " .. row[2] .. " are left", row[2],
		left, row[1])
end

-- What is left of a budget, and what a run takes of it.
local function time(more)
	local s = { limit = 100, cores = 1, slots = 1 }
	for key, value in pairs(more) do
		s[key] = value
	end
	return facts.time(s)
end
is("a run on one core has a core", "A run may take 100 seconds on 1 processor "
	.. "core.", time, {})
is("runs at once are told of", "A run may take 100 seconds on 1 processor "
	.. "core; 2 run at the same time.", time, { slots = 2 })
has("a base that took less than a twentieth leaves room", "leaves most of this "
	.. "unused", time, { base = { seconds = 4.9 } })
lacks("a base that took a twentieth does not", "unused", time,
	{ base = { seconds = 5 } })
lacks("without a limit of time no budget is told", "budget", time, {})
-- Phases that are left at the speed of those before.
local function phases(left_, total, phase)
	return time({ time_left = left_, time_total = total, phase = phase })
		:match("about (.-) like") or "none"
end
for _, row in ipairs {
	{ 500, 1000, 2, "2 phases" }, { 400, 1000, 3, "2 phases" },
	{ 900, 1000, 1, "none" }, { 899, 1000, 1, "8 phases" },
	{ 400, 1000, 2, "none" }, { 500, 1000, 0, "none" },
	{ 1000, 1000, 4, "none" },
} do
	is(string.format("after %d phases, with %d of %d s left, so many are "
		.. "foretold: %s", row[3], row[1], row[2], row[4]), row[4], phases,
		row[1], row[2], row[3])
end
for _, row in ipairs {
	{ 400, 1000, 2, true }, { 500, 1000, 2, false },
	{ 500, 1000, 0, false }, { nil, nil, 2, false },
} do
	is(string.format("phase %d with %s of %s s left is %s to be the last",
		row[3], row[1], row[2], row[4] and "said" or "not said"), row[4],
		function()
		return facts.moves({ time_left = row[1], time_total = row[2],
			phase = row[3] }):find("last phase", 1, true) ~= nil
	end)
end
for _, row in ipairs {
	{ 3, "01/1.1", nil }, { 4, "01/1.1", "The last 2 phases" },
	{ 3, "00/1.1", "The last 2 phases" }, { 3, nil, "The last 2 phases" },
	{ 2, nil, nil }, { 0, nil, nil }, { 4, "00/0.1", nil, 3 },
} do
	is("phase " .. row[1] .. " with a best of " .. tostring(row[2])
		.. " is told of a standstill: " .. tostring(row[3]), row[3],
		function()
		return facts.moves({ phase = row[1], base = row[2]
			and { id = row[2], phase = row[4] } }):match(
			"The last %d phases")
	end)
end

-- The run that a plan may merge or start from.
local function merged(base, ...)
	local runs = {}
	for i, row in ipairs({ ... }) do
		runs[i] = { id = row[1], score = row[2], base = row[3],
			status = row[4] or "ok", limit = row[5] }
	end
	return facts.moves({ task = { goal = "minimize" }, phase = 3,
		base = { id = base }, notes = { { results = runs } },
		results = { { id = "00/1.1", score = 9, status = "ok" } } })
		:match('"merge": "([^"]*)"')
end
is("the best run of another direction may be merged", "01/2.1", merged,
	"01/1.1", { "01/1.1", 1 }, { "01/2.1", 2 }, { "01/3.1", 3 })
is("none of the direction of the base", "01/3.1", merged, "01/1.2",
	{ "01/1.1", 2 }, { "01/1.2", 1 }, { "01/3.1", 3 })
is("none of those that the base was built on", "01/1.1", merged, "02/1.1",
	{ "01/1.1", 3, "00/1.1" }, { "01/2.1", 2, "00/1.1" },
	{ "02/1.1", 1, { id = "01/2.1" } })
is("none that was built on the base itself", "01/3.1", merged, "02/1.1",
	{ "01/2.1", 4, "00/1.1" }, { "01/3.1", 3, "00/1.1" },
	{ "02/1.1", 1, { id = "01/2.1" } }, { "03/1.1", 2, { id = "02/1.1" } })
is("none that failed or is a blend", "01/3.1", merged, "01/1.1",
	{ "01/2.1", nil, nil, "failed" }, { "01/0.1", 1 }, { "01/3.1", 3 })
is("none that a limit ended", "01/3.1", merged, "01/1.1",
	{ "01/1.1", 1 }, { "01/2.1", 2, nil, "ok", "time" }, { "01/3.1", 3 })
is("nothing is said of merging where there is no other run", nil, merged,
	"00/1.1")

-- Plans.
for _, row in ipairs {
	{ 1, 1, "1 direction with 1 concrete suggestion." },
	{ 1, 2, "1 direction with 2 concrete suggestions. The suggestions of "
		.. "one direction run in their order, each based on the best "
		.. "program of its direction that is there when it is written: "
		.. "often the one that the direction begins with, so that none "
		.. "relies on the one before it." },
	{ 2, 1, "2 directions of different kinds, each with 1 concrete "
		.. "suggestion. Directions run in parallel and cannot use each "
		.. "other's results." },
	{ nil, nil, "3 directions of different kinds, each with 2 concrete "
		.. "suggestions. Directions run in parallel and cannot use each "
		.. "other's results. The suggestions of one direction run in "
		.. "their order, each based on the best program of its direction "
		.. "that is there when it is written: often the one that the "
		.. "direction begins with, so that none relies on the one before "
		.. "it." },
} do
	is("a plan of " .. tostring(row[1]) .. " by " .. tostring(row[2])
		.. " is asked for: " .. row[3], row[3], facts.shape, { m = row[1],
		q = row[2] })
end
is("nothing is said where nothing was sent back", "", facts.rejected, {})
has("what was sent back is told with what came of it", '- "A" repeats 01/1.1: '
	.. 'failed\n- "B" repeats an earlier suggestion: it was run\n',
	facts.rejected, { rejected = { { title = "A", like = "01/1.1",
	outcome = "failed" }, { title = "B" } } })
is("a plan that stands above is not said again", "(What it says stands above, "
	.. "in the plan.)", facts.stated, { text = " Use a+b. " }, whole,
	"# plan\n\nUse a+b.\n")
is("a plan that does not stand above is said", "Use a+b.", facts.stated,
	{ text = "Use a+b." }, whole, "# plan\n\nUse aab.\n")

-- Programs that the context shows whole, or as changes to another.
local function shown(context, attempt)
	local r = facts.program("01/1.2", "x = 2\n", whole, context, attempt)
	return r.code == "" and r.base:match("above: (.*)$") or "whole"
end
local first = "# code of 01/1.1/1\n````\nx = 1\n````\n"
local second = "# code of 01/1.2/1, as changes to the code of 01/1.1/1\n```\n"
	.. "-x = 1\n+x = 2\n```\n"
for _, row in ipairs {
	{ "stands whole", "# code of 01/1.2/1\n````\nx = 2\n````\n",
		"the code of 01/1.2/1." },
	{ "stands as changes to one that stands whole", first .. second,
		"the code of 01/1.1/1 with the changes of 01/1.2/1." },
	{ "stands as changes to one that is another, unchanged", first
		.. "# code of 01/1.1/2: that of 01/1.1/1, unchanged\n"
		.. second:gsub("01/1.1/1", "01/1.1/2"),
		"the code of 01/1.1/1 with the changes of 01/1.2/1." },
	{ "stands as changes to changes", first .. "# code of 01/1.1/2, as changes "
		.. "to the code of 01/1.1/1\n```\n+y = 1\n```\n"
		.. second:gsub("01/1.1/1", "01/1.1/2"), "the code of 01/1.1/1 with "
		.. "the changes of 01/1.1/2, then of 01/1.2/1." },
	{ "stands as changes to one that does not stand", second, "whole" },
	{ "stands as changes that were squeezed", first .. "# code of 01/1.2/1, as "
		.. "changes to the code of 01/1.1/1\n```\n-x\n[squeezed: 9 lines]\n"
		.. "```\n", "whole" },
	{ "stands as changes to one that was squeezed", "# code of 01/1.1/1\n````\n"
		.. "x\n[squeezed: 9 lines]\n````\n" .. second, "whole" },
	{ "does not stand", first, "whole" },
} do
	is("a program that " .. row[1] .. " is told so: " .. row[3], row[3], shown,
		row[2], "01/1.2/1")
end
is("a program is shown whole where its attempt is not known", "whole", shown,
	first .. second)
is("a program that is not in the context is put in front of the step",
	"# Program of 01/1.2 (best)\n\n```\nx = 2\n```\n\n", function()
	return facts.program("01/1.2", "x = 2\n", whole, nil, nil, "best").code
end)

-- Facts of the task.
local function of(key, more)
	local s = { task = { metric = "auc", goal = "maximize",
		submission = "s.csv" } }
	for name, value in pairs(more or {}) do
		s.task[name] = value
	end
	return facts.of(s)[key]
end
for _, row in ipairs {
	{ "phase", nil, "00" }, { "language", nil, "Python" },
	{ "language", { language = "R" }, "R" },
	{ "language", { language = "julia" }, "Julia" },
	{ "language", { command = "make" }, "the project" },
	{ "sample", nil, "what the task asks for" },
	{ "sample", { sample = "a.csv" }, "a.csv" },
	{ "edit", { edit = { "a.py", "b.py" } }, "a.py, b.py" },
	{ "scored", { sealed = "holdout" }, "Scores are measured on held-out rows "
		.. "that no program has seen" },
	{ "scored", { sealed = "grader" }, "Scores are measured on held-out rows "
		.. "that no program has seen" },
	{ "program", nil, "solution.py" },
	{ "program", { command = "make", edit = { "a.c" } }, "a.c" },
	{ "scored", { command = "make" }, "Scores are what the programs print" },
} do
	is("a prompt has as " .. row[1] .. " of "
		.. hcc.json_encode(row[2] or {}) .. ": " .. row[3], row[3], of,
		row[1], row[2])
end

return cases
