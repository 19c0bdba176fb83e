-- memory.lua: what the offline brain knows of what was tried, and of what
-- similar tasks teach: a list of {name, what comes out, what should}.
local cases = require "cases"
local library = require "recipes.library"
local memory = require "recipes.memory"
local recipes = require "recipes.recipe"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, join = cases.is, cases.join
local task, second, won = tasks.task, tasks.second, tasks.won
local ran, entry, places = tasks.ran, tasks.entry, tasks.places

-- Rankings, families, what suits a task.
local tried = { { recipe = { model = "svm" }, status = "ok", score = 2 },
	{ recipe = { model = "linear" }, status = "ok", score = 1 },
	{ recipe = { model = "blend" }, status = "ok", score = 3 },
	{ recipe = { model = "mlp" }, status = "failed" },
	{ recipe = { model = "linear" }, status = "failed" } }
local function ranked(goal, blends)
	local list = {}
	for i, one in ipairs(memory.ranking(task({ task = { goal = goal } }),
		tried, blends)) do
		list[i] = one.recipe.model
	end
	return join(list)
end
is("the ranking has the highest score first",
	"blend svm linear", ranked, "maximize")
is("the ranking has the lowest score first where that is better",
	"linear svm", ranked, "minimize", false)
is("the ranking of blends has no single model",
	"blend", ranked, "maximize", true)
is("a family that only failed is dead", "mlp", function()
	local list = {}
	for name in pairs(memory.dead(tried)) do
		list[#list + 1] = name
	end
	return join(list)
end)
is("a verdict makes a family weak until another lifts it", "true false",
	function()
	local one = { recipe = { model = "svm" }, verdict = "dead end" }
	local two = { recipe = { model = "svm" }, verdict = "promising" }
	return join { memory.weak({ one }).svm, memory.weak({ one, two }).svm }
end)
is("phases without gain are counted from the last", "2 0", function()
	local none = { results = { { status = "ok", change = 0 } } }
	local gain = { results = { { status = "ok", change = 0.1 } } }
	return join { memory.plateau(task({ notes = { gain, none, none } })),
		memory.plateau(task({ notes = { none, gain } })) }
end)
is("a family for numbers fits no classes", "true false", function()
	local t = traits_of(task())
	return join { (memory.fits(t, { model = "svm" })),
		(memory.fits(t, { model = "linear", view = "words" })) }
end)
is("what ranked higher elsewhere is thought better here", true, function()
	local prior = memory.prior(task({ wisdom = { won } }), {})
	return prior("svm") > prior("linear")
end)
is("a doubtful entry says half as much of a family", true, function()
	local function of(similarity, doubt)
		return memory.prior(task({ wisdom = { { id = "w1", task = "other",
			similarity = similarity, doubt = doubt,
			ranking = won.ranking } } }), {})("svm")
	end
	return of(0.9, "made on 2019-05-01") < of(0.9)
		and math.abs(of(0.9, "made on 2019-05-01")
			- of(0.9 * 0.5 ^ 0.25)) < 1e-9
end)
is("each attempt lowers what a family promises", true, function()
	local s = task()
	local one = { recipe = { model = "svm" } }
	local promise = memory.promise(s, {})
	local less = memory.promise(s, { one })
	return math.abs(promise("svm") - less("svm") - 0.25) < 1e-9
end)
is("directions of the library fit the task", true, function()
	local t = traits_of(task())
	for _, d in ipairs(library.directions(t, "accuracy")) do
		for _, recipe in ipairs(d.recipes) do
			if not memory.fits(t, recipes.check(recipe)) then
				return recipes.encode(recipe)
			end
		end
	end
	return true
end)
is("settings that did little better than the worst are not inherited",
	"svm linear", function()
	local list = {}
	for i, one in ipairs(memory.inherited(task({ wisdom = { {
		id = "w", similarity = 0.9, ranking = {
		{ family = "svm", score = 0.9, settings = { C = 7 } },
		{ family = "linear", score = 0.87, settings = { C = 3 } },
		{ family = "knn", score = 0.8, settings = { neighbors = 3 } },
		{ family = "mlp", score = 0.5, settings = { alpha = 90 } } }
		} } }))) do
		list[i] = one.recipe.model
	end
	return join(list)
end)
is("a family that nobody knows is worth a half", 0.5, function()
	return memory.prior(task(), {})("nobody")
end)
is("a family is ranked once", true, function()
	local more = { { recipe = { model = "svm" }, status = "ok", score = 9 },
		{ recipe = { model = "svm" }, status = "ok", score = 8 },
		{ recipe = { model = "linear" }, status = "ok", score = 1 } }
	local less = { more[1], more[3] }
	local s = task()
	return memory.promise(s, more)("linear")
		== memory.promise(s, less)("linear")
end)
local function from_notes()
	local s = second()
	local results = s.results
	s.results = {}
	s.notes = { { results = results, judgements = {
		{ verdict = "dead end", evidence = { "01/1.1" },
		state = "verified" },
		{ verdict = "promising", evidence = { "01/1.2" },
		state = "unverified" } } } }
	return memory.tried(s)
end
is("a note tells what a result was", "ok 0.8", function()
	local one = from_notes()[1]
	return join { one.status, one.score }
end)
is("a verdict counts when it is verified", "dead end nil", function()
	local list = from_notes()
	return join { list[1].verdict, tostring(list[2].verdict) }
end)

-- What a limit ended after it had handed in another answer.
local function stopped(cause, limit)
	local s = second()
	local one = s.results[3]
	one.limit, one.cause = limit, cause
	return memory.tried(s)[3], memory.stopped(one)
end
is("what a limit ended has no score, and is out of time", "timeout nil time",
	function()
	local one, limit = stopped(nil, "time")
	return join { one.status, tostring(one.score), limit }
end)
is("a note tells so too", "timeout nil time", function()
	local one, limit = stopped("limit: time; the score is of what was "
		.. "handed in before")
	return join { one.status, tostring(one.score), limit }
end)
is("a draft that had no time for its recipe has not tried it", "svm 9; nil nil",
	function()
	local function draft(folds)
		local one = memory.tried(task({ plans = { { phase = 0,
			directions = { { suggestions = { { id = "00/1.1",
			title = "x", text = recipes.block({ model = "svm" })
			} } } } } }, results = { { id = "00/1.1", score = 9,
			status = "ok", folds = folds } } }))[1]
		return (one.recipe and one.recipe.model or "nil") .. " "
			.. tostring(one.score)
	end
	return draft({ 9 }) .. "; " .. draft()
end)
is("a leak is none that a limit ended", "ok 0.9 nil", function()
	local one, limit = stopped("leak: the audit gave 0.5")
	return join { one.status, one.score, tostring(limit) }
end)
is("a failure by a limit is none that had handed in something", nil,
	memory.stopped, { status = "timeout", limit = "time" })
is("what a limit ended is not ranked", "0.85", function()
	local s = second()
	s.results[3].limit = "time"
	return tostring(memory.ranking(s, memory.tried(s))[1].score)
end)

-- Rules of notes, as this brain understands them.
for _, row in ipairs {
	{ "Never use svm.", "svm" }, { "Never use svm", "svm" },
	{ "Never use svm. verified", "svm" },
	{ "Never use svm. unchecked", "svm" }, { "Never blend.", "blend" },
	{ "Never blend", "blend" }, { "Build on 01/1.1.", "" },
	{ "Stay with 00/1.1: 01/1.1 was no better.", "" },
	{ "Keep svm in the blend.", "" }, { "Leave out svm.", "" },
	{ "Avoid what 01/1.1 did: it ended with value.", "" },
	{ "Use more layers. verified", "" },
	{ "Never use magic.", "strange: Never use magic." },
	{ "We never blend.", "strange: We never blend." },
} do
	is("the rule '" .. row[1] .. "' " .. (row[2] == "" and "rules nothing out"
		or row[2]:find(":") and "is not understood" or "rules out "
		.. row[2]), row[2], function()
		local never, strange = memory.ruled(task({ notes = { {
			rules = { row[1] } } } }))
		return next(never) or strange[1] and "strange: " .. strange[1]
			or ""
	end)
end
is("a rule is found in its note by its line", "l2/03.md:9: Magic.", function()
	local _, strange = memory.ruled(task({ notes = { { phase = 3, line = 7,
		text = "## Rules\n- Magi\n- Magic.\n", rules = { "Magic." } } } }))
	return strange[1]
end)

-- Families that failed.
for _, row in ipairs {
	{ "failed", { status = "failed" }, "svm" },
	{ "ran out of time", { status = "timeout" }, "svm" },
	{ "was judged a dead end", { status = "ok", verdict = "dead end" }, "svm" },
	{ "ran", { status = "ok" }, "" }, { "is planned", {}, "" },
} do
	is("a family that " .. row[1] .. " is " .. (row[3] == "" and "not dead"
		or "dead"), row[3], function()
		row[2].recipe = { model = "svm" }
		return next(memory.dead { row[2] }) or ""
	end)
end
is("a family that was judged a dead end has not failed", nil, function()
	return next(memory.failed { { status = "ok", verdict = "dead end",
		recipe = { model = "svm" } } })
end)
is("a family that failed and ran has not failed", "knn", function()
	local list = {}
	for name in pairs(memory.failed { { status = "failed",
		recipe = { model = "svm" } }, { status = "timeout",
		recipe = { model = "knn" } }, { status = "ok",
		recipe = { model = "svm" } } }) do
		list[#list + 1] = name
	end
	return join(list)
end)
is("a blend that failed makes no family dead", nil, function()
	return next(memory.dead { { status = "failed",
		recipe = { model = "blend" } } })
end)

-- What suits a task.
for _, row in ipairs {
	{ "classes", { model = "discriminant" }, {}, true },
	{ "numbers", { model = "discriminant" }, { metric = { prediction =
		"value" } }, false },
	{ "classes", { model = "svm", view = "words" }, {}, false },
	{ "classes", { model = "svm", view = "pixels" }, {}, false },
	{ "an order of classes", { model = "gaussian_process" }, { metric = {
		prediction = "class", ordered = true } }, true },
	{ "classes", { model = "gaussian_process" }, {}, false },
	{ "pictures", { model = "svm", view = "table" }, { preview = {
		kind = "image", id = "f" } }, false },
	{ "pictures", { model = "svm" }, { preview = { kind = "image",
		id = "f" } }, true },
	{ "texts", { model = "nb_svm" }, { preview = { kind = "text" } }, true },
	{ "classes", { model = "blend", members = { { model = "svm" },
		{ model = "nb_svm" } } }, {}, false },
} do
	is(recipes.encode(row[2]) .. (row[4] and " suits " or " does not suit ")
		.. row[1], row[4], function()
		return (memory.fits(traits_of(task(row[3])), row[2]))
	end)
end

-- What similar tasks say of a family.
local function prior(name, wisdom, runs)
	return memory.prior(task({ wisdom = wisdom }), runs or {})(name)
end
local function better(a, b, wisdom, runs)
	return prior(a, wisdom, runs) > prior(b, wisdom, runs)
end
local duel = { entry("a", { { family = "svm", score = 2 },
	{ family = "knn", score = 1 } }), entry("b", { { family = "knn",
	score = 2 }, { family = "svm", score = 1 } }, { similarity = 0.7 }) }
is("the more similar of two tasks decides which family is better", true,
	better, "svm", "knn", duel)
is("a demoted entry decides nothing", true, function()
	local other = entry("a", duel[1].ranking, { status = "demoted" })
	return better("knn", "svm", { other, duel[2] })
end)
is("a task that foretold the order of the runs here decides", true, better,
	"knn", "svm", { duel[1], entry("b", duel[2].ranking,
	{ similarity = 0.8 }) }, { { recipe = { model = "knn" }, status = "ok",
	score = 2 }, { recipe = { model = "svm" }, status = "ok", score = 1 } })
is("a task that was wrong of the runs here counts less than an unknown one",
	true, function()
	local value = prior("svm", { entry("a", places("svm", "knn", "linear")),
		entry("b", { { family = "mlp", score = 1 }, { family = "svm",
		score = 0.9 }, { family = "blend", score = 0 } }) },
		{ { recipe = { model = "linear" }, status = "ok", score = 3 },
		{ recipe = { model = "knn" }, status = "ok", score = 2 },
		{ recipe = { model = "svm" }, status = "ok", score = 1 } })
	return value < 0.5 or value
end)
is("a low score says less of a family than one that is near the best", true,
	function()
	local function last(score)
		return prior("svm", { entry("a", { { family = "mlp",
			score = 1 }, { family = "svm", score = score },
			{ family = "blend", score = 0 } }) })
	end
	return last(0.9) < last(0) or last(0)
end)
is("what every task ranks first is nearly worth what is best", true, function()
	local one = entry("a", places("svm", "knn", "mlp"))
	local value = prior("svm", { one, one, one, one })
	return value > 0.8 and value < 0.9 or value
end)
is("without wisdom the library's first family is worth most", true, function()
	local first = library.directions(traits_of(task()), "accuracy")[1]
		.recipes[1].model
	local value = prior(first, {})
	for _, name in ipairs { "svm", "knn", "linear", "mlp", "magic" } do
		if prior(name, {}) >= value or prior(name, {}) < 0.25 then
			return name
		end
	end
	return value < 0.75
end)
is("the library's first and last family are as far from a half", 1, function()
	local least, most = 1, 0
	for _, d in ipairs(library.directions(traits_of(task()), "accuracy")) do
		for _, r in ipairs(d.recipes) do
			least = math.min(least, prior(r.model, {}))
			most = math.max(most, prior(r.model, {}))
		end
	end
	return tonumber(string.format("%.9g", least + most))
end)
is("what ranks first here promises more than what is untried", true, function()
	local s = task()
	local promise = memory.promise(s, { { recipe = { model = "knn" },
		status = "ok", score = 2 }, { recipe = { model = "svm" },
		status = "ok", score = 1 } })
	return promise("knn") > promise("svm")
		and promise("knn") > prior("knn") - 0.25
		and promise("svm") < prior("svm") - 0.25
end)

-- Recipes of wisdom.
local function inherited(wisdom, key, practice)
	local list = {}
	for i, one in ipairs(memory.inherited(task({ wisdom = wisdom }),
		practice)) do
		list[i] = key == "settings" and recipes.encode(one.recipe)
			or key == "support" and string.format("%.2f", one.support)
			or one[key]
	end
	return join(list)
end
local twice = { entry("a", places("svm", "knn")), entry("b", places("knn")) }
is("a recipe has its best place of all tasks", "1 1", inherited, twice, "place")
is("a recipe has the share of the tasks that name it", "0.50 1.00", inherited,
	twice, "support")
is("a recipe has the first task that names it", "a a", inherited, twice, "from")
is("what a demoted entry ranks is not taken up", "b", inherited, { entry("a",
	places("svm"), { status = "demoted" }), twice[2] }, "from")
is("general practice is apart from what was measured", "a | u", function()
	local all = { twice[1], entry("u", places("linear"),
		{ origin = "curated" }) }
	return inherited({ all[1] }, "from"):sub(1, 1) .. " | "
		.. inherited(all, "from", true)
end)
is("settings of a run, not of a method, are left behind", '{"model": "svm", '
	.. '"C": 7}', inherited, { entry("a", { { family = "svm", score = 1,
	settings = { C = 7, time = 9, folds = 3, repeats = 2, drop = { "x" },
	tolerant = true } }, { family = "constant", score = 0 } }) }, "settings")
is("the recipe of a program that a model wrote is inherited", "svm", function()
	local s = task()
	s.wisdom = { { id = "w", similarity = 0.9, text = "MODEL\n```program\n"
		.. require("recipes.program").make(s, { model = "svm", C = 7 },
		"mine") .. "\n```\n" } }
	return memory.inherited(s)[1].recipe.model
end)
is("settings that no program knows are not taken up", "", inherited, { entry(
	"a", { { family = "svm", score = 1, settings = { magic = 1 } },
	{ family = "constant", score = 0 } }) }, "settings")
is("a recipe of a ranking of one is taken up", '{"model": "svm"}', inherited,
	{ entry("a", { { family = "svm", score = 1 } }) }, "settings")

-- What this task tried.
is("a result of this phase counts before that of its note", "0.9", function()
	local s = ran { { { model = "svm" }, 0.9 } }
	s.notes = { { results = { { id = "01/1.1", status = "ok",
		score = 0.1 } } } }
	return join { memory.tried(s)[1].score }
end)
is("a run that failed has no place in the ranking", "knn", function()
	local list = {}
	local s = task()
	for i, one in ipairs(memory.ranking(s, memory.tried(ran {
		{ { model = "svm" }, "failed" }, { { model = "knn" }, 0.1 } }))) do
		list[i] = one.recipe.model
	end
	return join(list)
end)
is("where lower is better a fall is a gain", "0 1", function()
	local function plateau(delta)
		local s = task({ notes = { { results = { { status = "ok",
			change = delta } } } } })
		s.task.goal = "minimize"
		return memory.plateau(s)
	end
	return join { plateau(-0.1), plateau(0.1) }
end)
is("a gain of a run that a limit ended is none", "1 1", function()
	local function plateau(more)
		more.status, more.change = "ok", 1
		return memory.plateau(task({ notes = { { results = { more } } } }))
	end
	return join { plateau({ limit = "time" }), plateau({ cause =
		"limit: time; the score is of what was handed in before" }) }
end)
is("a gain of a run that failed is none", 1, function()
	return memory.plateau(task({ notes = { { results = { {
		status = "failed", change = 1 } } } } }))
end)

return cases
