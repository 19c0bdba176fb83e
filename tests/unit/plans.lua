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
local ran, entry, places = tasks.ran, tasks.entry, tasks.places
local won, usual, after = tasks.won, tasks.usual, tasks.after
local none = tasks.none

local function times(more)
	local list = {}
	each(plans.plan(task(more)), function(r)
		list[#list + 1] = r.time
	end)
	return join(list)
end
-- 0.4 of the time without ten seconds, in four turns, 0.85 of each.
is("three by two in two runs at once: four turns share 0.4 of the time",
	"305 305 305 305 305 305", times)
is("three by two in six runs at once: two turns share it",
	"610 610 610 610 610 610", times, { slots = 6 })
is("three by two in one run at once: six turns share it",
	"203 203 203 203 203 203", times, { slots = 1 })
-- One for each of two runs at once below 200 s, one a direction below 900 s.
for _, row in ipairs {
	{ 89, 1, 2, "57 57" }, { 89, 1, 1, "57" }, { 199, 1, 2, "136 136" },
	{ 150, 1, 6, "101 101" }, { 150, 1, 1, "101" }, { 200, 1, 2, "32 32 32" },
	{ 899, 1, 2, "151 151 151" }, { 900, 1, 2, "75 75 75 75 75 75" },
	{ 899, 2, 2, "302 302" }, { 900, 2, 2, "75 75 75 75 75 75" },
} do
	is(string.format("with %d s left in phase %d and %d runs at once "
		.. "suggestions have %s s", table.unpack(row)), row[4], times,
		{ time_left = row[1], phase = row[2], slots = row[3] })
end
is("without a limit of time an hour is planned for", "305 305 305 305 305 305",
	function()
	local s, list = task(), {}
	s.time_left = nil
	each(plans.plan(s), function(r)
		list[#list + 1] = r.time
	end)
	return join(list)
end)
is("the shortest that is planned can be read", "4 4", times, { time_left = 16 })
is("what is too short for any is not planned", "", times, { time_left = 14 })
is("without wisdom the first phase begins with a blend", true, function()
	return titles(plans.plan(task())):find("^Blend what differs; ") ~= nil
end)

is("nothing is planned twice", true, function()
	local s, seen = second(), {}
	local next_ = plans.plan(s)
	each(s.plans[1], function(r)
		seen[recipes.key(none, r)] = true
	end)
	local fine = #next_.directions == 3
	each(next_, function(r)
		fine = fine and not seen[recipes.key(none, r)]
		seen[recipes.key(none, r)] = true
	end)
	return fine
end)
is("nothing is planned twice in a hurry", "", function()
	local s, seen, twice = task({ time_left = 1400, time_total = 1400 }),
		{}, {}
	s.preview.rows_train = 10000000
	for phase = 1, 3 do
		local plan = plans.plan(s)
		each(plan, function(r)
			r.time, r.tolerant = nil, nil
			local text = recipes.encode(r)
			twice[#twice + 1] = seen[text] and text
			seen[text] = true
		end)
		after(s, plan, phase, { 0.8, 0.7, 0.9 })
	end
	return join(twice)
end)
is("a second phase begins with a blend", true, function()
	return titles(plans.plan(second())):find("^Blend what differs; ")
		~= nil
end)
-- What two phases tried, so that no family is new: those of the library that
-- have not run have failed.
local function nothing_new(s)
	local plan, n = { phase = 2, directions = { { suggestions = {} } } }, 0
	local seen = {}
	for _, one in ipairs(memory.tried(s)) do
		seen[one.recipe.model] = true
	end
	for _, d in ipairs(library.directions(traits_of(s), s.task.metric)) do
		for _, recipe in ipairs(d.recipes) do
			if not seen[recipe.model] then
				seen[recipe.model], n = true, n + 1
				local id = "02/9." .. n
				plan.directions[1].suggestions[n] = { id = id,
					text = recipes.block({ model = recipe.model }) }
				s.results[#s.results + 1] = { id = id, phase = 2,
					status = "failed" }
			end
		end
	end
	s.plans[#s.plans + 1] = plan
	return s
end
is("a third phase with room for one direction refines what led",
	true, function()
	local d = plans.plan(nothing_new(second({ phase = 3, m = 1 })))
		.directions[1]
	return d.title == "Refine the best single models"
		and d.suggestions[1].title:find(", from 01/", 1, true) ~= nil
end)
is("a family that is ruled out is no reason not to refine",
	"Refine the best single models", function()
	local s = nothing_new(second({ phase = 3, m = 1 }))
	local list = s.plans[#s.plans].directions[1].suggestions
	local left = recipes.parse(table.remove(list, 1).text).model
	s.notes = { { rules = { "Never use " .. left .. "." }, results = {} } }
	return plans.plan(s).directions[1].title
end)
is("the same task and seed plan the same", true, function()
	return hcc.json_encode(plans.plan(second()))
		== hcc.json_encode(plans.plan(second()))
end)
is("another seed plans otherwise", false, function()
	local function plan(seed)
		return hcc.json_encode(plans.plan(nothing_new(second({ seed = seed,
			phase = 3, m = 1 }))))
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
	local s = task({ time_left = left, time_total = left, slots = 2 })
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
is("programs of a task in a hurry may answer by a quick model", "true",
	function()
	local found = {}
	each(plans.plan(large(270)), function(r)
		found[tostring(r.tolerant)] = true
	end)
	return next(found)
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
	local list = { entry("a", places("linear")) }
	for i = 1, 4 do
		list[i + 1] = entry("b" .. i, places("knn"))
	end
	local s = task({ wisdom = list })
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
		again = again or recipes.key(none, r) == recipes.key(none, first)
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
-- How a suggestion is told: title and text of a recipe that won elsewhere.
local function told(recipe, more)
	local s = task(more)
	s.wisdom = { { id = "w", task = "ants", similarity = 0.9, ranking = { {
		family = recipe.model, score = 1, settings = recipe } } } }
	local one = plans.plan(s).directions[1].suggestions[1]
	return one.title, (one.text:gsub("%s*```recipe.*", ""))
end
local kernel = "Support vector machine with a Gaussian kernel"
for _, row in ipairs {
	{ "its family", { model = "svm" }, kernel },
	{ "its features", { model = "svm", features = { "target_encoding",
		"pairs" } }, kernel .. " with target encoding, pairs" },
	{ "no features where it has none", { model = "svm", features = {} },
		kernel },
	{ "that it sees words", { model = "linear", view = "words" },
		"Penalised linear model on words and letters",
		{ preview = { kind = "text", rows_train = 500, target = "y",
		columns = { { name = "said", type = "text" } } } } },
	{ "the size of a blend", { model = "blend", members = { {
		model = "svm" }, { model = "knn" } } }, "Blend of 2 models" },
} do
	is("a title tells " .. row[1], row[3] .. ", as for ants", function()
		return (told(row[2], row[4]))
	end)
end
is("a text tells the family and the wisdom that it is from", "Train a "
	.. "support vector machine with a Gaussian kernel on fixed folds; of a "
	.. "list, the value with the best fold scores stays.\n\nFrom: w",
	function()
	return (select(2, told({ model = "svm", C = 3, gamma = { 0.1, 1 },
		features = { "pairs" } })))
end)
is("a text tells how a blend is mixed", "Train these on the same folds and "
	.. "mix their out-of-fold predictions by stack, tuned on folds left out."
	.. "\n\nFrom: w", function()
	return (select(2, told({ model = "blend", mixers = { "stack" },
		members = { { model = "knn" }, { model = "discriminant" } } })))
end)
is("a text without wisdom names none", nil, function()
	return plans.plan(task()).directions[1].suggestions[1].text
		:find("From:", 1, true)
end)

-- What a phase plans when there is room for all, in order.
local short = { ["Blend what differs"] = "blend",
	["Refine the best single models"] = "refine",
	["What won on similar tasks"] = "won", ["General practice"] = "usual" }
local function order(s)
	local list = {}
	s.m, s.q = 9, 1
	for i, d in ipairs(plans.plan(s).directions) do
		list[i] = short[d.title] or "new"
	end
	return join(list)
end
local unlimited = nothing_new(second({ phase = 3 }))
unlimited.time_left, unlimited.time_total = nil, nil
local still = { { results = {} }, { results = { { id = "x", status = "ok",
	change = 0 } } } }
for _, row in ipairs {
	{ "the first phase blends, then tries families",
		"blend new new new new", task() },
	{ "the first phase begins with what won elsewhere",
		"won blend new new new new", task({ wisdom = { won } }) },
	{ "the second phase blends and refines",
		"blend refine new new refine", nothing_new(second()) },
	{ "new families that promise more come before refinements, in the "
		.. "second phase general practice as well",
		"blend new usual new new new refine",
		second({ wisdom = { usual } }) },
	{ "the third phase refines before it blends",
		"refine blend new new refine",
		nothing_new(second({ phase = 3 })) },
	{ "the fourth phase blends before it refines",
		"blend refine new new refine",
		nothing_new(second({ phase = 4 })) },
	{ "the last third of the time blends first",
		"blend refine new new refine",
		nothing_new(second({ phase = 3, time_left = 1199 })) },
	{ "what has no limit of time is not in its last third",
		"refine blend new new refine", unlimited },
	{ "after two phases without gain neither blends nor refinements lead",
		"new usual won new new new refine", second({ phase = 3,
		notes = still, wisdom = { won, usual } }) },
	{ "after one phase without gain they do",
		"refine blend new new refine",
		nothing_new(second({ phase = 3, notes = { still[1] } })) },
} do
	is(row[1], row[2], order, row[3])
end

-- The first blend of a first phase on many cores, by the time that is left.
local function first_blend(left, rows)
	local s = task({ time_left = left, slots = 6 })
	s.preview.rows_train = rows
	local r = recipes.parse(plans.plan(s).directions[1].suggestions[1].text)
	return #r.members .. " " .. r.time
end
for _, row in ipairs {
	{ 72, 500, "4 44" }, { 73, 500, "7 45" }, { 176, 500, "7 119" },
	{ 177, 500, "10 120" },
	{ 134, 60000, "4 89" }, { 135, 60000, "6 90" }, { 889, 60000, "6 298" },
	{ 893, 60000, "9 300" }, { 893, 50000, "10 300" },
} do
	is(string.format("with %d s left a blend on %d rows has members and "
		.. "seconds: %s", row[1], row[2], row[3]), row[3], first_blend,
		row[1], row[2])
end
is("a further blend is another mixture", "Blend of 10 models; Blend of 8 "
	.. "models, another mixture; Blend of 11 models, another mixture",
	function()
	local list = {}
	for i, one in ipairs(plans.plan(task({ q = 3, m = 1 })).directions[1]
		.suggestions) do
		list[i] = one.title
	end
	return table.concat(list, "; ")
end)

local function members(s)
	local list = {}
	for _, d in ipairs(plans.plan(s).directions) do
		if d.title == "Blend what differs" then
			local r = recipes.parse(d.suggestions[1].text)
			for i, member in ipairs(r.members) do
				list[i] = recipes.encode(member)
			end
		end
	end
	return table.concat(list, " ")
end
is("a blend begins with the best of each family, with its settings",
	'{"model": "svm", "C": 7} {"model": "knn", "neighbors": 3} '
	.. '{"model": "svm", "C": 6}', function()
	local s = ran { { { model = "knn", neighbors = 3 }, 0.5 },
		{ { model = "svm", C = 5 }, 0.6 },
		{ { model = "svm", C = 6 }, 0.7 },
		{ { model = "svm", C = 7, time = 9, folds = 3 }, 0.8 } }
	return members(s):match('^.-"C": 6}')
end)
is("a blend has no family that only failed", nil, function()
	return members(ran { { { model = "svm" }, "failed" },
		{ { model = "knn" }, "timeout" } }):match('"svm"')
end)
is("a blend has a family of which one run failed", '"svm"', function()
	return members(ran { { { model = "svm" }, "failed" },
		{ { model = "svm", C = 3 }, 0.6 } }):match('"svm"')
end)

-- Refinements of a phase with room for nothing else.
local function refined(s)
	s.m, s.q, s.phase = 1, 3, 3
	local list, seen = {}, {}
	for _, d in ipairs(plans.plan(s).directions) do
		for _, one in ipairs(d.suggestions) do
			local id = one.title:match(", from (%S+)$") or d.title
			if not seen[id] then
				seen[id] = true
				list[#list + 1] = id
			end
		end
	end
	table.sort(list)
	return join(list)
end
local four = { { { model = "svm", C = 8, gamma = 0.4 }, 0.9 },
	{ { model = "knn", neighbors = 12, p = 2 }, 0.89 },
	{ { model = "extra_trees", trees = 400, max_features = 0.5 }, 0.88 },
	{ { model = "linear", C = 1 }, 0.87 }, { { model = "mlp" }, 0.1 } }
is("the best three are refined", "01/1.1 01/1.2 01/1.3", function()
	return refined(nothing_new(ran(four)))
end)
is("what did little better than the worst is not refined", "01/1.1", function()
	return refined(nothing_new(ran { four[1], { four[2][1], 0.77 },
		four[5] }))
end)
is("where lower is better the lowest three are refined", "01/1.2 01/1.3 01/1.4",
	function()
	local s = ran { { four[1][1], 0.9 }, { four[2][1], 0.13 },
		{ four[3][1], 0.12 }, { four[4][1], 0.11 } }
	s.task.goal = "minimize"
	return refined(nothing_new(s))
end)
is("a single run is not refined, a blend takes its place",
	"Blend what differs", function()
	return refined(nothing_new(ran({ four[1] })))
end)
is("a refinement has the time of its turn", "406 406 406", function()
	local s, list = nothing_new(ran(four)), {}
	s.m, s.q, s.phase, s.slots = 1, 3, 3, 1
	each(plans.plan(s), function(r)
		list[#list + 1] = r.time
	end)
	return join(list)
end)
is("a refinement is no recipe that ran", true, function()
	local s, seen = nothing_new(ran(four)), {}
	s.m, s.q, s.phase = 1, 9, 3
	for _, row in ipairs(four) do
		seen[recipes.key(none, row[1])] = true
	end
	local n = 0
	each(plans.plan(s), function(r)
		n = n + (seen[recipes.key(none, r)] and 100 or 1)
		seen[recipes.key(none, r)] = true
	end)
	return n == 9 or n
end)

-- What won elsewhere.
local function inherits(wisdom)
	local list = {}
	for _, d in ipairs(plans.plan(task({ wisdom = wisdom, q = 9, m = 1,
		time_left = 1e6 })).directions) do
		for _, one in ipairs(d.title == "What won on similar tasks"
			and d.suggestions or {}) do
			list[#list + 1] = recipes.parse(one.text).model
		end
	end
	return join(list)
end
is("the first two of a ranking are tried, in their order", "svm knn", inherits,
	{ entry("a", places("svm", "knn", "linear")) })
is("what is third on one task and second on another is tried",
	"svm knn linear", inherits, { entry("a", places("svm", "knn", "linear")),
	entry("b", places("svm", "linear")) })
-- The first direction where svm ran best and knn second, in a phase that
-- begins with refinements.
local function instead(order)
	local s = ran({ four[1], four[2] })
	s = order[1] == "svm" and nothing_new(s) or s
	s.wisdom = { entry("a", places(table.unpack(order))) }
	s.m, s.q, s.phase = 1, 1, 3
	return plans.plan(s).directions[1].title
end
is("a family that promises more than the best here comes before refining",
	"What won on similar tasks", instead, { "linear", "mlp", "svm" })
is("other settings of a family that ran do not",
	"Refine the best single models", instead, { "svm", "knn", "linear" })
is("wisdom without a ranking has its recipes in its text", "knn", inherits,
	{ { id = "a", task = "a", similarity = 0.9, text = "Use this.\n"
	.. recipes.block({ model = "knn" }) } })
is("of a family's recipes that is first on which most tasks agree", "3 7",
	function()
	local function kernel_of(id, C)
		return entry(id, { { family = "svm", score = 1, settings = {
			C = C } }, { family = "constant", score = 0 } })
	end
	local list = {}
	each(plans.plan(task({ q = 9, m = 1, wisdom = { kernel_of("a", 7),
		kernel_of("b", 3), kernel_of("c", 3) } })), function(r)
		list[#list + 1] = r.C
	end)
	return join(list)
end)
-- The members of a blend whose parameter has the value 7.
local function sevens(s)
	local list = {}
	for member in members(s):gmatch("{[^}]*}") do
		list[#list + 1] = member:find("%f[%d]7%f[^%d]")
			and member:match('"model": "([%w_]+)"') or nil
	end
	return join(list)
end
local function seven(family, score)
	return { family = family, score = score, settings = family == "knn"
		and { neighbors = 7 } or { C = 7 } }
end
is("a blend has what two places of a ranking had, not the third",
	"svm knn", function()
	return sevens(task({ wisdom = { entry("a", { seven("svm", 1),
		seven("knn", 0.99), seven("linear", 0.98),
		{ family = "constant", score = 0 } }) } }))
end)
is("a blend has the best run of each family",
	"svm knn linear elastic_net mlp", function()
	return sevens(ran { { { model = "svm", C = 7 }, 0.9 },
		{ { model = "knn", neighbors = 7 }, 0.8 },
		{ { model = "linear", C = 7 }, 0.7 },
		{ { model = "elastic_net", C = 7 }, 0.6 },
		{ { model = "mlp", alpha = 7 }, 0.5 } })
end)
is("where only what ran is blended, that is all, a draft as well",
	'{"model": "svm", "C": 7} {"model": "knn", "neighbors": 7}', function()
	local s = ran { { { model = "svm", C = 7 }, 0.9 },
		{ { model = "knn", neighbors = 7 }, 0.8 } }
	s.plans[1].phase, s.results[1].folds = 0, { 0.9, 0.9 }
	s.results[2].folds = { 0.8, 0.8 }
	s.wisdom = { entry("a", { seven("linear", 1) }) }
	plans.blends = "ran"
	local list = members(s)
	plans.blends = true
	return list
end)
is("where only what ran is blended, no quick model answers for it", false,
	function()
	plans.blends = "ran"
	local tolerant
	each(plans.plan(ran { { { model = "svm", C = 7 }, 0.9 },
		{ { model = "knn", neighbors = 7 }, 0.8 } }), function(r)
		if r.members then
			tolerant = r.tolerant
		end
	end)
	plans.blends = true
	return tolerant
end)
is("a family that is worse alone is a member, one that failed is not",
	"svm knn", function()
	local s = ran { { { model = "svm", C = 7 }, 0.9 },
		{ { model = "knn", neighbors = 7 }, 0.8 },
		{ { model = "mlp", alpha = 7 }, "failed" } }
	s.notes = { { results = {}, judgements = { { state = "verified",
		verdict = "dead end", evidence = { "01/1.2" } } } } }
	return sevens(s)
end)
is("where only what ran is blended, one model is no blend", nil, function()
	plans.blends = "ran"
	local list = members(ran { { { model = "svm", C = 7 }, 0.9 } })
	plans.blends = true
	return list:match("%S")
end)
is("a draft is no member of a blend", "", function()
	local s = ran { { { model = "svm", C = 7 }, 0.9 } }
	s.plans[1].phase, s.results[1].folds = 0, { 0.9, 0.9 }
	return sevens(s)
end)
is("a blend has no member twice", true, function()
	local list, seen = members(ran { { { model = "svm", C = 7 }, 0.9 },
		{ { model = "svm", C = 7, time = 9 }, 0.8 } }), {}
	for member in list:gmatch("{[^}]*}") do
		if seen[member] then
			return member
		end
		seen[member] = true
	end
	return list:find('"C": 7', 1, true) ~= nil
end)
is("a blend names no wisdom of which it has nothing", nil, function()
	local s = task({ m = 9, wisdom = { entry("a", places("svm")) } })
	s.notes = { { rules = { "Never use svm." }, results = {} } }
	for _, d in ipairs(plans.plan(s).directions) do
		if d.title == "Blend what differs" then
			return d.suggestions[1].text:match("From: [^\n]*")
		end
	end
end)

-- New directions, by what their families came to.
local function new_one(s, q)
	s.m, s.q = 9, q or 1
	for _, d in ipairs(plans.plan(s).directions) do
		if not short[d.title] then
			local list = {}
			for i, one in ipairs(d.suggestions) do
				list[i] = recipes.parse(one.text).model
			end
			return d.title .. ": " .. join(list)
		end
	end
end
is("a new direction has no family that was judged a dead end", "Boosted trees: "
	.. "gradient_boosting gradient_boosting", function()
	local s = ran { { { model = "hist_gradient_boosting" }, 0.9 } }
	s.notes = { { phase = 1, results = {}, judgements = { { verdict =
		"dead end", state = "verified", evidence = { "01/1.1" } } } } }
	return new_one(s, 9)
end)
is("families that nobody has tried come before those that ran badly",
	"Bagged trees", function()
	return new_one(ran { { { model = "svm", C = 5 }, 0.9 },
		{ { model = "mlp", alpha = 5 }, 0.8 },
		{ { model = "hist_gradient_boosting", leaves = 5 }, 0.5 },
		{ { model = "gradient_boosting", depth = 5 }, 0.4 } }):match("^[^:]*")
end)
is("a new direction has no family that only failed", "Boosted trees: "
	.. "gradient_boosting gradient_boosting", function()
	return new_one(ran { { { model = "hist_gradient_boosting" },
		"failed" } }, 9)
end)
is("a direction tries its four recipes and a change of each", 8, function()
	local s, n, seen = task({ m = 9, q = 9, time_left = 1e6,
		time_total = 1e6 }), 0, {}
	each(plans.plan(s), function(r, _, d)
		local key = recipes.key(none, r)
		n = n + (d.title == "Boosted trees" and 1 or 0)
		seen[key] = (seen[key] or 0) + 1
	end)
	for key, often in pairs(seen) do
		if often > 1 then
			return key
		end
	end
	return n
end)

return cases
