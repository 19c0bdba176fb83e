-- plans.lua: what the offline brain plans and drafts next, by what a task has
-- tried and what similar tasks teach: a list of {name, what comes out, what
-- should}.
local cases = require "cases"
local library = require "recipes.library"
local memory = require "recipes.memory"
local plans = require "recipes.plans"
local recipes = require "recipes.recipe"
local report = require "recipes.report"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, has, join = cases.is, cases.has, cases.join
local task, second, titles, each = tasks.task, tasks.second, tasks.titles,
	tasks.each
local won, usual = tasks.won, tasks.usual

local function times(more)
	local list = {}
	each(plans.plan(task(more)), function(r)
		list[#list + 1] = r.time
	end)
	return join(list)
end
-- 0.4 of the time without ten seconds, in four turns, 0.85 of each.
is("three by two on two cores: four turns share 0.4 of the time",
	"305 305 305 305 305 305", times)
is("on six cores there are two", "610 610 610 610 610 610", times,
	{ cores = 6 })
is("on one core there are six", "203 203 203 203 203 203", times,
	{ cores = 1 })
is("short of a quarter of an hour there is one a direction", "150 150 150",
	times, { time_left = 895 })
is("and two directions after the first phase", "300 300", times,
	{ time_left = 895, phase = 2 })
is("below 200 s two share nearly all", "136 136", times, { time_left = 199 })
is("below 90 s there is one", "36", times, { time_left = 60 })
is("the shortest that is planned can be read", "4", times, { time_left = 16 })
is("what is too short for any is not planned", "", times, { time_left = 14 })
is("without wisdom the first phase begins with a blend", true, function()
	return titles(plans.plan(task())):find("^Blend what differs; ") ~= nil
end)

is("nothing is planned twice", true, function()
	local s, seen = second(), {}
	local next_ = plans.plan(s)
	each(s.plans[1], function(r)
		seen[recipes.key(r)] = true
	end)
	local fine = #next_.directions == 3
	each(next_, function(r)
		fine = fine and not seen[recipes.key(r)]
		seen[recipes.key(r)] = true
	end)
	return fine
end)
is("a second phase begins with a blend", true, function()
	return titles(plans.plan(second())):find("^Blend what differs; ")
		~= nil
end)
is("a third with room for one direction refines what led", true, function()
	local d = plans.plan(second({ phase = 3, m = 1 })).directions[1]
	return d.title == "Refine the best single models"
		and d.suggestions[1].title:find(", from 01/", 1, true) ~= nil
end)
is("the same task and seed plan the same", true, function()
	return hcc.json_encode(plans.plan(second()))
		== hcc.json_encode(plans.plan(second()))
end)
is("another seed plans otherwise", false, function()
	local function plan(seed)
		return hcc.json_encode(plans.plan(second({ seed = seed,
			phase = 3, m = 1 })))
	end
	return plan(1) == plan(2)
end)
is("\"Never blend\" is followed", false, function()
	local s = second()
	s.notes = { { rules = { "Never blend." }, results = {} } }
	return titles(plans.plan(s)):find("Blend", 1, true) ~= nil
end)
is("\"Never use FAMILY\" is followed", "none", function()
	local s, found = second(), "none"
	s.notes = { { rules = { "Never use hist_gradient_boosting." },
		results = {} } }
	each(plans.plan(s), function(r)
		for _, member in ipairs(r.members or { r }) do
			found = member.model == "hist_gradient_boosting"
				and recipes.encode(r) or found
		end
	end)
	return found
end)
is("a rule that is not understood is told", true, function()
	local s = second()
	s.notes = { { rules = { "Use more magic.", "Build on 01/1.1.",
		"A brain's own. unchecked" }, results = {}, phase = 1, line = 7,
		text = "## Rules\n- Use more magic.\n" } }
	local refused = plans.plan(s).refused
	return #refused == 1 and refused[1]:find("l2/01.md:8: Use more magic. "
		.. "This rule is not followed", 1, true) == 1
end)
is("what won on similar tasks comes first, with its source", true, function()
	local d = plans.plan(task({ wisdom = { won } })).directions[1]
	return d.title == "What won on similar tasks"
		and d.suggestions[1].text:find("From: w1", 1, true) ~= nil
		and recipes.parse(d.suggestions[1].text).C == 7
		or hcc.json_encode(d)
end)
is("wisdom that was demoted is not followed", false, function()
	local bad = { status = "demoted" }
	for key, value in pairs(won) do
		bad[key] = bad[key] or value
	end
	return titles(plans.plan(task({ wisdom = { bad } })))
		:find("similar tasks", 1, true) ~= nil
end)
is("general practice has its turn in phase 2, not before", "false true",
	function()
	local w = { usual }
	local function practice(s)
		s.m = 9
		return titles(plans.plan(s)):find("General practice", 1, true)
			~= nil
	end
	return join { practice(task({ wisdom = w })),
		practice(second({ wisdom = w })) }
end)
is("after two phases without gain it looks elsewhere", false, function()
	local s = second()
	s.notes = { { results = { { id = "01/1.1", status = "ok",
		change = 0 } } }, { results = {} } }
	return titles(plans.plan(s)):find("^Blend") ~= nil
end)
local function with_xgboost()
	return task({ preview_text = "Python 3.11.2 with numpy 1.24.2, "
		.. "xgboost 1.7.4. No other library for data or models is "
		.. "installed." })
end
local function models_of(s)
	local found = {}
	for _, d in ipairs(library.directions(traits_of(s), "accuracy")) do
		for _, recipe in ipairs(d.recipes) do
			found[recipe.model] = true
		end
	end
	return found
end
is("xgboost has its place where it is installed, else none", "true nil",
	function()
	return join({ tostring(models_of(with_xgboost()).xgboost),
		tostring(models_of(task()).xgboost) })
end)
has("what needs a library that is absent is refused with its name",
	"it needs the library xgboost", function()
	local _, _, why = memory.fits(traits_of(task()), { model = "xgboost" })
	return why
end)
local function large(left)
	local s = task({ time_left = left, time_total = left, cores = 2 })
	s.preview.rows_train = 1000000
	for i = 1, 30 do
		s.preview.columns[i] = { name = "n" .. i, type = "number" }
	end
	return s
end
is("a million rows in five minutes are for boosting alone", "2 boosted",
	function()
	local found, count = "boosted", 0
	each(plans.plan(large(270)), function(r)
		found = r.model == "hist_gradient_boosting" and found
			or recipes.encode(r)
		count = count + 1
	end)
	return count .. " " .. found
end)
is("with a night for them all families have their turn", true, function()
	return titles(plans.plan(large(8 * 3600))):find("Blend", 1, true) ~= nil
end)
local function draft(more, key)
	local r = plans.draft(task(more))
	return r[key]
end
is("a draft takes a tenth of a minute", 4, draft,
	{ time_total = 60, limit = 600 }, "time")
is("a draft takes a tenth with what starts and ends it", 25, draft,
	{ time_total = 300, limit = 600 }, "time")
is("a draft takes 50 s at most", 50, draft, { limit = 600 }, "time")
is("a draft takes 0.6 of its limit at most", 24, draft, { limit = 40 }, "time")
is("a draft of few rows has five folds", 5, draft, {}, "folds")
is("a draft runs once", 1, draft, {}, "repeats")
is("a draft of many rows has three folds", 3, function()
	local s = task()
	s.preview.rows_train = 5001
	return plans.draft(s).folds
end)

-- Memory.
local tried = { { recipe = { model = "svm" }, status = "ok", score = 2 },
	{ recipe = { model = "linear" }, status = "ok", score = 1 },
	{ recipe = { model = "blend" }, status = "ok", score = 3 },
	{ recipe = { model = "mlp" }, status = "failed" },
	{ recipe = { model = "linear" }, status = "failed" } }
local function ranked(goal, blends)
	local list = {}
	for i, entry in ipairs(memory.ranking(task({ task = { goal = goal } }),
		tried, blends)) do
		list[i] = entry.recipe.model
	end
	return join(list)
end
is("higher is better", "blend svm linear", ranked, "maximize")
is("lower is better", "linear svm", ranked, "minimize", false)
is("only blends", "blend", ranked, "maximize", true)
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

-- Wisdom in plans.
is("a recipe of a similar task leads its direction, with its source", "w1",
	function()
	local s = second({ wisdom = { { id = "w1", task = "other",
		similarity = 0.9, ranking = { { family = "knn", score = 0.9,
		settings = { neighbors = 7 } } } } }, m = 6 })
	for _, d in ipairs(plans.plan(s).directions) do
		for _, one in ipairs(d.suggestions) do
			local r = recipes.parse(one.text)
			if r.model == "knn" and r.neighbors == 7 then
				return one.text:match("From: (%S+)")
			end
		end
	end
	return hcc.json_encode(plans.plan(s))
end)
is("a blend names the wisdom of its members", true, function()
	for _, d in ipairs(plans.plan(task({ wisdom = { won } })).directions) do
		if d.title == "Blend what differs" then
			return d.suggestions[1].text:find("From: w1", 1, true)
				~= nil
		end
	end
end)
is("what more tasks agree on comes first", "knn", function()
	local function entry(id, family)
		return { id = id, task = id, similarity = 0.9,
			ranking = { { family = family, score = 1 } } }
	end
	local s = task({ wisdom = { entry("a", "linear"), entry("b", "knn"),
		entry("c", "knn"), entry("d", "knn"), entry("e", "knn") } })
	return recipes.parse(plans.plan(s).directions[1].suggestions[1].text)
		.model
end)
is("a draft is what won on similar tasks", "svm w1", function()
	local wisdom = { won }
	for i = 1, 4 do
		wisdom[#wisdom + 1] = { id = "w" .. 5 + i, task = "t" .. i,
			similarity = 0.95, ranking = won.ranking }
	end
	local r, one = plans.draft(task({ wisdom = wisdom }))
	return join { r.model, one.text:match("From: (%S+)") }
end)
is("a draft of the library's own family has the settings that won", "0.31 w1",
	function()
	local own, wisdom = plans.draft(task()).model, {}
	for i = 1, 4 do
		wisdom[i] = { id = "w" .. i, task = "t" .. i, similarity = 0.95,
			ranking = { { family = own, score = 0.9,
			settings = { rate = 0.31 } },
			{ family = "knn", score = 0.5 } } }
	end
	local r, one = plans.draft(task({ wisdom = wisdom }))
	return join { r.rate, one.text:match("From: (%S+)") }
end)
-- What the draft of a task came to, as plan 00 and its result tell.
local function drafted(folds, more)
	local _, one = plans.draft(task(more))
	local r = { id = "00/1.1", phase = 0, status = "ok", score = 0.6,
		text = one.text, folds = folds }
	return task({ draft = r, base = r, results = { r }, plans = {
		{ phase = 0, directions = { { suggestions = { { id = "00/1.1",
			title = "Draft", text = "A short program." } } } } } } })
end
is("a draft's recipe is not planned again", false, function()
	local s = drafted({ 0.6, 0.6 }, { wisdom = { won, won, won } })
	s.wisdom = { won }
	local first = memory.tried(s)[1].recipe
	if first.model ~= "svm" or first.tolerant then
		return recipes.encode(first)
	end
	local again = false
	each(plans.plan(s), function(r)
		again = again or recipes.key(r) == recipes.key(first)
	end)
	return again
end)
is("a draft that had no time for its recipe says nothing of it", "nil 0.6 0",
	function()
	local s = drafted({})
	return join { tostring(memory.tried(s)[1].score),
		memory.tried(drafted({ 0.6, 0.6 }))[1].score,
		#report.distil(s).ranking }
end)
is("settings that did little better than the worst are not inherited",
	"svm linear", function()
	local list = {}
	for i, entry in ipairs(memory.inherited(task({ wisdom = { {
		id = "w", similarity = 0.9, ranking = {
		{ family = "svm", score = 0.9, settings = { C = 7 } },
		{ family = "linear", score = 0.87, settings = { C = 3 } },
		{ family = "knn", score = 0.8, settings = { neighbors = 3 } },
		{ family = "mlp", score = 0.5, settings = { alpha = 90 } } }
		} } }))) do
		list[i] = entry.recipe.model
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

return cases
