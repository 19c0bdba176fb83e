-- constants.lua: projects whose marked constants are varied: a list of {name,
-- what comes out, what should}.
local cases = require "cases"
local constants = require "recipes.constants"
local tasks = require "tasks"

local is, has, join = cases.is, cases.has, cases.join
local task, titles = tasks.task, tasks.titles

-- Constants of a project.
local file = "LR = 1e-3  # hcc: 1e-5..1e-1 log\nW = 64  # hcc: 16..256\n"
	.. "F = True  # hcc: True|False\nX = 3  # a comment\n"
local function values(i, step, value)
	local one = constants.find({ ["a.py"] = file })[i]
	one.value = value or one.value
	return join(constants.values(one, step))
end
is("marked constants are found, others not", 3, function()
	return #constants.find({ ["a.py"] = file })
end)
is("a step is a share of the range", "124 16 94 34", values, 2, 0.25)
is("a step of a logarithmic range is a factor", "0.01 0.0001 0.003162 "
	.. "0.0003162", values, 1, 0.25)
is("no value leaves its range", "196 226", values, 2, 0.25, "256")
is("the smallest step of a count is one", "65 63 65 63", values, 2, 0.001)
is("of choices all others are tried", "False", values, 3, 0.25)
is("choices are quoted as the value is", "'b' 'c'", function()
	local one = constants.find({ ["a.py"] =
		"S = 'a'  # hcc: a|b|\"c\"\n" })[1]
	return join(constants.values(one, 1))
end)
is("a change is made where it is marked", "W = 32  # hcc: 16..256", function()
	local new = constants.apply({ ["a.py"] = file },
		constants.parse("```constants\na.py: W = 32\n```"))["a.py"]
	return new:match("W[^\n]*")
end)
has("a constant that is not marked is not changed", "no marked 'X' in a.py",
	constants.apply, { ["a.py"] = file },
	{ { file = "a.py", name = "X", value = "4" } })
has("a file that may not change is named", "no file 'b.py'", constants.apply,
	{ ["a.py"] = file }, { { file = "b.py", name = "W", value = "4" } })
has("a line that is no change is named", "'a.py W 32' is not", constants.parse,
	"```constants\na.py W 32\n```")
has("a text without changes is refused", "only constants can be changed",
	constants.parse, "Try more.")
local function project(phase, plans_)
	return task({ phase = phase, m = 2, q = 1, plans = plans_ or {},
		base = { files = { ["a.py"] = file } } })
end
is("each phase goes on with the next constants", "Vary LR; Vary W | Vary F; "
	.. "Vary LR", function()
	return titles(constants.plan(project(1))) .. " | "
		.. titles(constants.plan(project(2)))
end)
is("what was tried is not tried again", "LR = 0.01 then LR = 0.0001", function()
	local first = constants.plan(project(1))
	local again = constants.plan(project(1, { first }))
	return first.directions[1].suggestions[1].title .. " then "
		.. again.directions[1].suggestions[1].title
end)
-- A project whose phase 1 has come to changes of the score.
local function after(changes, base)
	local s = project(2)
	s.task.goal = "minimize"
	s.draft = { files = { ["a.py"] = file } }
	s.base = { files = { ["a.py"] = base or file } }
	local plan = { phase = 1, directions = {} }
	s.notes = { { phase = 1, results = {} } }
	for i, c in ipairs(changes) do
		local id = "01/" .. i .. ".1"
		plan.directions[i] = { suggestions = { { id = id,
			text = "```constants\na.py: " .. c[1] .. "\n```" } } }
		s.notes[1].results[i] = { id = id, status = c[3] or "ok",
			change = c[2] }
	end
	s.plans = { plan }
	return constants.plan(s)
end
local with_w = file:gsub("W = 64", "W = 124")
is("what was better alone is tried together", "LR = 0.01, W = 124", function()
	return after({ { "LR = 0.01", -0.1 }, { "W = 124", -0.2 } },
		with_w).directions[1].suggestions[1].title
end)
is("what was worse or failed is not", "Vary LR; Vary W", function()
	return titles(after({ { "LR = 0.01", 0.1 }, { "W = 124", -0.2 },
		{ "F = False", -1, "failed" } }, with_w))
end)
is("a constant goes the way that was better", "LR = 0.0001", function()
	return after({ { "LR = 0.01", 0.1 } }).directions[2].suggestions[1].title
end)
-- Values of LR in phase 2, after 0.01 and 0.0001 have changed the score so.
local function next_rates(...)
	local s, change = project(2), { ... }
	s.q, s.task.goal = 2, "minimize"
	s.plans = { { phase = 1, directions = { { suggestions = {} } } } }
	s.notes = { { phase = 1, results = {} } }
	for i, value in ipairs({ "0.01", "0.0001" }) do
		local id = "01/1." .. i
		s.plans[1].directions[1].suggestions[i] = { id = id,
			text = "```constants\na.py: LR = " .. value .. "\n```" }
		s.notes[1].results[i] = { id = id, status = "ok",
			change = change[i] }
	end
	s.base.files["a.py"] = file:gsub("1e%-3", change[1] < 0 and "0.01"
		or "1e-3")
	local list = constants.plan(s).directions[2].suggestions
	return list[1].title .. ", " .. list[2].title
end
is("a step that was better is not made narrower", "LR = 0.1, LR = 0.001",
	next_rates, -0.1, 0.2)
is("a step that was worse both ways is halved", "LR = 0.003162, LR = 0.0003162",
	next_rates, 0.1, 0.2)
-- The first plan where an earlier task ended with these values.
local function first_plan(settings, status)
	local s = project(1)
	s.wisdom = { { id = "ab12", status = status or "provisional",
		ranking = { { family = "constants", score = 1,
			settings = settings } } } }
	return constants.plan(s).directions[1]
end
is("the first plan tries what an earlier task ended with", "LR = 0.02, "
	.. "F = False; From: ab12", function()
	local one = first_plan({ ["a.py: LR"] = "0.02", ["a.py: W"] = "64",
		["a.py: F"] = "False", ["b.py: LR"] = "0.5" }).suggestions[1]
	return one.title .. "; " .. one.text:match("[^\n]*")
end)
is("values that are not allowed are left out", "W = 65", function()
	return first_plan({ ["a.py: LR"] = "1", ["a.py: W"] = "65",
		["a.py: F"] = "None" }).suggestions[1].title
end)
is("a demoted entry is not followed", "Vary LR", function()
	return first_plan({ ["a.py: W"] = "65" }, "demoted").title
end)
is("a task keeps the constants that it ended with", "0.02 64 True", function()
	local brain = constants.brain({})
	local s = project(9)
	s.task.command = "python3 a.py"
	s.base.score = 2
	s.base.files = { ["a.py"] = file:gsub("1e%-3", "0.02") }
	local one = brain.distil(s).ranking[1]
	return one.settings["a.py: LR"] .. " " .. one.settings["a.py: W"] .. " "
		.. one.settings["a.py: F"]
end)
has("a project without marks says how to mark", "have none", constants.plan,
	task({ base = { files = { ["a.py"] = "X = 1\n" } } }))
is("a constant that may be 0 has no logarithmic range", false, function()
	return constants.find({ a = "X = 1  # hcc: 0..9 log" })[1].log
end)

return cases
