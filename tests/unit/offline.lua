-- offline.lua: the functions of the brain that needs no model, its repairs, and
-- projects without one: a list of {name, what comes out, what should}.
local cases = require "cases"
local constants = require "recipes.constants"
local library = require "recipes.library"
local memory = require "recipes.memory"
local offline = require "brain.offline"
local plans = require "recipes.plans"
local recipes = require "recipes.recipe"
local repair = require "recipes.repair"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, has, join = cases.is, cases.has, cases.join
local task = tasks.plain

-- Recipes.
local function parse(json)
	return recipes.parse("```recipe\n" .. json .. "\n```")
end
has("a number is no yes or no", "'tolerant' must be true or false", parse,
	'{"model": "svm", "tolerant": 1}')
has("a block must be an object", "must be a JSON object", parse, "3")
is("what is held out is the recipe's to say, else one part of many rows",
	"3 nil nil 1", function()
	local function held(r, rows)
		local whole = offline.improve(task({ rows_train = rows }), {
			title = "x", text = recipes.block(r) }).code:match('loads%(r"""\n.-'
			.. 'loads%(r"""\n(.-)\n"""')
		return tostring(hcc.json_decode(whole).held_out)
	end
	return join { held({ model = "svm", held_out = 3 }),
		held({ model = "svm" }), held({ model = "svm" }, 200000),
		held({ model = "svm" }, 200001) }
end)

-- Repair.
local function mended(recipe, failure)
	local r, note = repair.repair(task(), recipe, failure)
	return r and recipes.encode(r) or note
end
has("a line on words has no other kind", "three repairs did not help", mended,
	{ model = "linear", view = "words" }, { class = "value", attempt = 3 })
is("another model on words becomes a line on words",
	'{"model": "linear", "folds": 3, "repeats": 1, "view": "words"}',
	mended, { model = "nb_svm", view = "words" },
	{ class = "value", attempt = 3 })
is("two members stay two when time is short", "2 2 3", function()
	local function left(n)
		local all = {}
		for i = 1, n do
			all[i] = { model = i % 2 == 0 and "svm" or "linear" }
		end
		return #repair.repair(task(), { model = "blend", members = all },
			{ class = "timeout" }).members
	end
	return join { left(2), left(3), left(5) }
end)
is("a kernel that is too slow has half of its rows, 6000 at most",
	"6000 500", function()
	local function rows(n)
		return repair.repair(task(), { model = "svm", rows = n },
			{ class = "timeout" }).rows
	end
	return join { rows(nil), rows(1000) }
end)
is("a blend of two does not lose the member that failed", false, function()
	return mended({ model = "blend", members = { { model = "svm" },
		{ model = "linear" } } }, { class = "value",
		frame = "in fit_svm" }):find("svm", 1, true) == nil
end)
for _, message in ipairs { "needs python3-pil", "column has fewer than two "
	.. "values", "no column 'y'", "ids of the sample are not in it" } do
	has("no recipe repairs: " .. message, "the data, not the method",
		mended, { model = "svm" }, { class = "value",
		message = message })
end
has("no recipe repairs an input without a table",
	"the data, not the method", mended,
	{ model = "svm" }, { class = "file", message = "no table" })
is("a column with a short name is not taken for named", false, function()
	return mended({ model = "svm" }, { class = "value",
		message = "bad 'a'" }):find("drop", 1, true) ~= nil
end)

-- Memory of plans.
local function entry(id, family, settings)
	return { id = id, task = id, similarity = 0.9, ranking = { {
		family = family, score = 1, settings = settings } } }
end
is("a blend takes three members at most of a blend that won", "svm knn linear",
	function()
	local s = task(nil, { wisdom = { entry("w", "blend", { members = {
		{ model = "svm", C = 7 }, { model = "knn", neighbors = 7 },
		{ model = "linear", C = { 7 } },
		{ model = "mlp", alpha = { 7 } } } }) } })
	for _, d in ipairs(plans.plan(s).directions) do
		local r = recipes.parse(d.suggestions[1].text)
		if d.title == "Blend what differs" then
			local list = {}
			for _, m in ipairs(r.members) do
				local text = recipes.encode(m)
				list[#list + 1] = text:find("7[,}%]]")
					and m.model or nil
			end
			return join(list)
		end
	end
end)
is("a blend has ten members at most", 10, function()
	local r = recipes.parse(plans.plan(task()).directions[1].suggestions[1]
		.text)
	return #r.members
end)
is("of equal scores the earlier comes first", "svm linear knn", function()
	local list = {}
	for i, one in ipairs(memory.ranking(task(), { { status = "ok",
		score = 1, recipe = { model = "svm" } }, { status = "ok",
		score = 1, recipe = { model = "linear" } }, { status = "ok",
		score = 1, recipe = { model = "knn" } } })) do
		list[i] = one.recipe.model
	end
	return join(list)
end)
is("what is ruled out is so in a blend too", "true true false", function()
	local never = { svm = true }
	return join { memory.is_ruled_out({ model = "svm" }, never),
		memory.is_ruled_out({ model = "blend", members = {
		{ model = "linear" }, { model = "svm" } } }, never),
		memory.is_ruled_out({ model = "blend", members = {
		{ model = "linear" } } }, never) }
end)
is("a family that is not known, or named twice, ranks no others", true,
	function()
	local function prior(list)
		for i, name in ipairs(list) do
			list[i] = { family = name, score = 1 }
		end
		return memory.prior(task(nil, { wisdom = { { id = "w",
			similarity = 0.9, ranking = list } } }), {})
	end
	local want = prior({ "svm", "linear", "knn" })
	local got = prior({ "svm", "magic", "svm", "linear", "knn" })
	return want("linear") == got("linear") and want("knn") == got("knn")
		and want("svm") > want("linear")
		or join { want("linear"), got("linear") }
end)
is("a task whose order was wrong here counts less", true, function()
	local s = task(nil, { wisdom = { { id = "w", similarity = 0.9,
		ranking = { { family = "svm", score = 3 }, { family = "linear",
		score = 2 }, { family = "knn", score = 1 } } } } })
	local function tried(first, last)
		return { { status = "ok", score = 9, recipe = { model = first } },
			{ status = "ok", score = 5, recipe = { model = last } } }
	end
	local right = memory.prior(s, tried("svm", "linear"))
	local wrong = memory.prior(s, tried("linear", "svm"))
	return right("svm") > wrong("svm")
end)

-- The offline brain.
is("a plan without the brain's blends has none", false, function()
	local own = offline.new({ blends = false })
	local found = false
	for _, d in ipairs(own.plan(task(nil, { m = 9 })).directions) do
		found = found or d.title:find("Blend", 1, true) ~= nil
	end
	offline.new({}).plan(task())	-- options are those of the last call
	return found
end)
is("folds and repeats of a brain are those of every program", "2 1", function()
	local code = offline.new({ folds = 2, repeats = 1 }).improve(task(),
		{ title = "x", text = recipes.block({ model = "svm",
		folds = 5 }) }).code
	return code:match('"folds": (%d+)') .. " "
		.. code:match('"repeats": (%d+)')
end)
is("a brain's own folds stand in no note of a recipe", '{"model": "svm"}',
	function()
	return offline.new({ folds = 2 }).improve(task(), { title = "x",
		text = recipes.block({ model = "svm" }) }).note
end)
is("a draft answers by a quick model in need, unless a brain says no",
	"true nil true", function()
	local function tolerant(brain)
		return tostring(brain.draft(task()).code:match(
			'"tolerant": (%w+)'))
	end
	return join { tolerant(offline.new({})),
		tolerant(offline.new({ tolerant = false })),
		tolerant(offline.new({})) }
end)
is("a brain changes each recipe of the library before it is planned", true,
	function()
	local own = offline.new({ adjust = function(recipe)
		recipe.time = 77
		return recipe
	end })
	for _, r in ipairs(own.library(task())) do
		if r.time ~= 77 then
			return recipes.encode(r)
		end
	end
	return #offline.new({}).library(task()) > 10
end)
is("the library has every recipe of each of its directions", true, function()
	local n = 0
	for _, d in ipairs(library.directions(traits_of(task()), "accuracy")) do
		n = n + #d.recipes
	end
	return #offline.new({}).library(task()) == n or n
end)
is("a draft that says nothing is the brain's, another is read", "true svm",
	function()
	local s = task()
	local usual = "A short, robust program that trains, validates, prints "
		.. "the metric\nand writes the submission.\n"
	local code = offline.draft(s, { title = "x",
		text = recipes.block({ model = "svm" }) }).code
	return join { offline.draft(s, { title = "Draft", text = usual }).code
		== offline.draft(s).code, code:match('"model": "(%w+)"') }
end)
has("a recipe that does not suit says why", "'linear' does not suit this task "
	.. "(goal classes, no texts)", offline.improve, task(),
	{ title = "x", text = recipes.block({ model = "linear",
	view = "words" }) })
has("a recipe without its library says so", "does not run: it needs the "
	.. "library xgboost", offline.improve, task(), { title = "x",
	text = recipes.block({ model = "xgboost" }) })
is("the note of a program is its recipe", '{"model": "svm", "C": 3}', function()
	return offline.improve(task(), { title = "x", text = recipes.block({
		C = 3, model = "svm" }) }).note
end)
has("a failure that no recipe repairs is given up", "the data, not the method",
	function()
	return offline.debug(task(), { title = "x", text = recipes.block({
		model = "svm" }) }, { class = "value",
		message = "no column 'y'" }).give_up
end)
is("a program that is repaired has its title and note", "true plain features "
	.. "only", function()
	local out = offline.debug(task(), { title = "Machines", text =
		recipes.block({ model = "svm", features = { "pairs" } }) },
		{ class = "value" })
	return join { out.code:find("Machines", 1, true) ~= nil
		and not out.code:find("pairs", 1, true), out.note }
end)
has("a column that the message names is dropped by the program",
	'"drop": ["age"]', function()
	return offline.debug(task({ columns = { { name = "age",
		type = "number" }, { name = "b", type = "number" } } }),
		{ title = "x", text = recipes.block({ model = "svm" }) },
		{ class = "value", message = "bad value in 'age'" }).code
end)
has("a blend of runs is a program", "blend_kept(TASK)", function()
	return offline.blend(task(), 'Blend "a"').code
end)
has("the title of a blend of runs ends no string", '"""Blend \'a\'.', function()
	return offline.blend(task(), 'Blend "a"').code
end)

-- Projects, without a model.
local function project(more)
	local s = task(nil, more)
	s.task.command, s.task.description = "python3 a.py", "Make it fast."
	s.base = { id = "00/1.1", files = { ["a.py"] =
		"LR = 1e-3  # hcc: 1e-5..1e-1 log\n" } }
	return s
end
is("a project's program has the constants that are asked for",
	"LR = 0.1  # hcc: 1e-5..1e-1 log\n", function()
	return offline.improve(project(), { title = "x",
		text = "```constants\na.py: LR = 0.1\n```" }).files["a.py"]
end)
is("a project's failure is given up", "without a model, a program is not "
	.. "repaired", function()
	return offline.debug(project(), {}, {}).give_up
end)
is("a project is described by its command and its text", "A program of the "
	.. "user's own: python3 a.py. Make it fast.", function()
	return offline.describe(project()).text
end)
for _, row in ipairs {
	{ { score = 0.5, adopted = true, status = "ok" },
		"promising: LR = 1 reached 0.5" },
	{ { score = 0.5, status = "ok" }, "dead end: LR = 1 reached 0.5" },
	{ { status = "failed", cause = { class = "value" } },
		"dead end: LR = 1 failed" },
	{ { status = "timeout", cause = { class = "timeout" } },
		"inconclusive: LR = 1 did not finish: timeout" },
} do
	is("of a project " .. row[2], row[2], function()
		local s = task(nil, { results = { row[1] } })
		s.task.command = "run"
		row[1].id, row[1].phase, row[1].title = "01/1.1", 1, "LR = 1"
		local one = offline.judge(s).judgements[1]
		return one.verdict .. ": " .. one.claim
	end)
end
is("a project's plan varies its constants", "Vary LR", function()
	return offline.plan(project()).directions[1].title
end)
is("a project's runs are judged by what was adopted", "promising: A reached "
	.. "0.5 [01/1.1]; dead end: B failed [01/1.2]", function()
	local out = offline.judge(project({ results = {
		{ id = "00/1.1", phase = 0, title = "old", score = 1 },
		{ id = "01/1.1", phase = 1, title = "A", score = 0.5,
		adopted = true }, { id = "01/1.2", phase = 1, title = "B" } } }))
	local list = {}
	for i, j in ipairs(out.judgements) do
		list[i] = j.verdict .. ": " .. j.claim .. " [" .. join(j.evidence)
			.. "]"
	end
	return table.concat(list, "; ")
end)
is("a project's run that a limit ended is given no verdict",
	"inconclusive: A was stopped at its limit of time; what it had handed "
	.. "in reached 0.5", function()
	local one = offline.judge(project({ results = { { id = "01/1.1",
		phase = 1, title = "A", score = 0.5, adopted = true,
		status = "ok", limit = "time" } } })).judgements[1]
	return one.verdict .. ": " .. one.claim
end)
is("steps become narrower with each phase that they were worse in",
	"0.003162 0.01 0.001778", function()
	-- all of 0.01, 0.0001 in phase 1; 0.003162, 0.0003162 in phase 2
	local function tried(phases)
		local s = project({ phase = phases + 1, m = 1, q = 9 })
		s.task.goal = "minimize"
		for phase, values in ipairs({ { "0.01", "0.0001" },
			{ "0.003162", "0.0003162" } }) do
			local list, results = {}, {}
			for i, x in ipairs(phase <= phases and values or {}) do
				local id = "0" .. phase .. "/1." .. i
				list[i] = { id = id, text = "```constants\na.py: "
					.. "LR = " .. x .. "\n```" }
				results[i] = { id = id, status = "ok",
					change = 0.1 }
			end
			s.plans[phase] = { phase = phase, directions = { {
				suggestions = list } } }
			s.notes[phase] = { phase = phase, results = results }
		end
		local first = constants.plan(s).directions[1].suggestions[1]
		return first.title:match("= (%S+)")
	end
	return join { tried(1), tried(0), tried(2) }
end)

return cases
