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
			change = c[2], limit = c[4] }
	end
	s.plans = { plan }
	return constants.plan(s)
end
local with_w = file:gsub("W = 64", "W = 124")
is("what was better alone is tried together", "LR = 0.01, W = 124", function()
	return after({ { "LR = 0.01", -0.1 }, { "W = 124", -0.2 } },
		with_w).directions[1].suggestions[1].title
end)
is("what a limit ended is not, whatever it came to", "Vary F; Vary LR",
	function()
	return titles(after({ { "LR = 0.01", -0.1 },
		{ "W = 124", -0.2, "ok", "time" } }, with_w))
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

-- Marks, by the line that has them.
local function found(line)
	local one = constants.find({ ["a.py"] = line })[1]
	return one and one.name .. " " .. one.value .. ": " .. (one.choices
		and join(one.choices) or join { one.low, one.high, one.log,
		one.whole }) or "none"
end
for _, row in ipairs {
	{ "LR = 1e-3  # hcc: 1e-5..1e-1 log", "LR 1e-3: 1e-05 0.1 true false" },
	{ "  opt.lr = 0.5  # hcc: 0..1", "opt.lr 0.5: 0 1 false false" },
	{ "W := 64;  // hcc: 16..256", "W 64: 16 256 false true" },
	{ "W = 64,  # hcc: 16..256", "W 64: 16 256 false true" },
	{ "W = 64  # hcc: 16.0..256", "W 64: 16.0 256 false false" },
	{ "S = 'a'  # hcc: a|'b' | \"c\"", "S 'a': 'a' 'b' 'c'" },
	{ "S = \"a\"  # hcc: a|b", "S \"a\": \"a\" \"b\"" },
	{ "N = 2  # hcc: 1|2|4", "N 2: 1 2 4" },
	{ "N = 2  # hcc: often", "none" }, { "N = 2  # 1..4", "none" },
	{ "N = 2  # hcc: 1..x", "none" }, { "if N == 2:  # hcc: 1..4", "none" },
} do
	is("the mark of '" .. row[1] .. "' is read as: " .. row[2], row[2], found,
		row[1])
end
is("what is no number has no steps", "", function()
	return join(constants.values({ value = "x", low = 1, high = 9 }, 0.25))
end)
is("large counts are written whole", "1250000 750000 1125000 875000", function()
	return join(constants.values({ value = "1000000", low = 0, high = 1000000
		* 2, whole = true }, 1 / 8))
end)

-- Changes of a file.
for _, row in ipairs {
	{ "W = 64", "W = 32" }, { "  W=64;", "  W=32;" }, { "W := 64", "W := 32" },
	{ "W = 64, 1", "W = 32, 1" },
} do
	is("a change of '" .. row[1] .. "' is '" .. row[2] .. "'", row[2],
		function()
		return constants.apply({ ["a.py"] = "V = 1\n" .. row[1]
			.. "  # hcc: 1..99\nW = 64\n" }, { { file = "a.py", name = "W",
			value = "32" } })["a.py"]:match("\n([^\n]*)  # hcc")
	end)
end
is("a change leaves other files and the files given alone", "x y W = 64  "
	.. "# hcc: 9..99", function()
	local given = { a = "W = 64  # hcc: 9..99", b = "y" }
	local new = constants.apply(given, { { file = "a", name = "W",
		value = "32" } })
	return join { new.a:find("32") and "x", new.b, given.a }
end)

-- Which way a constant goes, by what changed it alone.
local function rate(changes, base)
	for _, d in ipairs(after(changes, base and file:gsub("1e%-3", base))
		.directions) do
		if d.title == "Vary LR" then
			return d.suggestions[1].title
		end
	end
end
local lower, higher = "LR = 0.0001", "LR = 0.01"
for _, row in ipairs {
	{ "what was no better and no worse says nothing", { { "LR = 0.02", 0 } },
		higher },
	{ "smaller values that were better lead down", { { "LR = 2e-4", -0.1 } },
		lower },
	{ "larger values that were better lead up", { { "LR = 0.02", -0.1 } },
		higher },
	{ "smaller values that were worse lead up", { { "LR = 2e-4", 0.1 } },
		higher },
	{ "two that were worse weigh more than one that was better",
		{ { "LR = 0.02", 0.1 }, { "LR = 0.03", 0.1 },
		{ "LR = 0.04", -0.1 } }, lower },
	{ "what was changed beside others says nothing",
		{ { "LR = 0.02\na.py: W = 32", 0.1 } }, higher },
	{ "other constants say nothing", { { "W = 32", 0.1 } }, higher },
} do
	is(row[1], row[3], rate, row[2])
end
is("a value that was adopted leads away from where it began", "LR = 1e-05",
	rate, { { "LR = 0.0001", -0.1 } }, "0.0001")
is("what is tried together is not varied beside that", "Together what was "
	.. "better alone; Vary F", function()
	return titles(after({ { "LR = 0.01", -0.1 }, { "W = 124", -0.2 } }, with_w))
end)
is("what was better together and the base has is not tried again", nil,
	function()
	return titles(after({ { "LR = 0.01", -0.1 }, { "W = 124", -0.2 } },
		(with_w:gsub("1e%-3", "0.01")))):match("Together")
end)
is("of better values of a constant the best is tried", "LR = 0.02, W = 124",
	function()
	return after({ { "LR = 0.01", -0.1 }, { "LR = 0.02", -0.3 },
		{ "LR = 0.03", -0.2 }, { "W = 124", -0.2 } }, with_w)
		.directions[1].suggestions[1].title
end)
for _, row in ipairs {
	{ "W", "16", true }, { "W", "256", true }, { "W", "15", false },
	{ "W", "257", false }, { "W", "64.5", false }, { "LR", "1e-5", true },
	{ "LR", "0.1", true }, { "F", "False", true }, { "F", "no", false },
} do
	is(row[1] .. " = " .. row[2] .. (row[3] and " is" or " is not")
		.. " taken over from an earlier task", row[3], function()
		return first_plan({ ["a.py: " .. row[1]] = row[2] }).title
			== "What an earlier task ended with"
	end)
end

return cases
