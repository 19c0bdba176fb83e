-- recipes.lua: recipes, their repair, what suits which task, and programs: a list
-- of {name, what comes out, what should}.
local cases = require "cases"
local constants = require "recipes.constants"
local library = require "recipes.library"
local program = require "recipes.program"
local recipes = require "recipes.recipe"
local repair = require "recipes.repair"
local tasks = require "tasks"
local traits_of = require "recipes.traits"
local vary = require "recipes.vary"

local is, has, join = cases.is, cases.has, cases.join
local task, titles = tasks.task, tasks.titles

-- Recipes as text.
is("a recipe is written model first, then by name",
	'{"model": "linear", "C": [0.1, 1], "view": "table"}', recipes.encode,
	{ view = "table", C = { 0.1, 1 }, model = "linear" })
is("control characters are written as JSON has them", '"a\\n\\u0001\\"\\\\"',
	recipes.encode, 'a\n\1"\\')
is("whole numbers have no point, others twelve digits", "[3, 0.333333333333]",
	recipes.encode, { 3.0, 1 / 3 })
is("a blend comes back from its block", '{"model": "blend", "members": '
	.. '[{"model": "linear"}, {"model": "svm"}], "time": 9}', function()
	return recipes.encode(recipes.parse(recipes.block({ model = "blend",
		time = 9, members = { { model = "linear" },
		{ model = "svm" } } })))
end)
is("the time is no part of an idea", true, function()
	return recipes.key({ model = "svm", time = 1 })
		== recipes.key({ model = "svm", time = 2 })
end)
is("what says the default is no other idea", true, function()
	return recipes.key({ model = "gaussian_process", scale = "standard" })
		== recipes.key({ model = "gaussian_process",
			scale = "standard", target_transform = "standard" })
end)
is("a copy shares nothing", "1", function()
	local a = { model = "linear", C = { 1 } }
	recipes.copy(a).C[1] = 2
	return join(a.C)
end)
is("a block that is wrong is passed over among many", 1, function()
	return #recipes.all("```recipe\n{\"model\": \"svm\"}\n```\n"
		.. "```recipe\n{\"model\": \"magic\"}\n```\n```recipe\n{```")
end)

local function parse(json)
	return recipes.parse("```recipe\n" .. json .. "\n```")
end
has("prose alone is no recipe", "prose is not understood", recipes.parse,
	"Train a forest.")
has("a block must be JSON", "not valid JSON", parse, "{model}")
has("two blocks are refused", "several ```recipe blocks; leave one",
	recipes.parse, "```recipe\n{\"model\": \"svm\"}\n```\n"
	.. "```recipe\n{\"model\": \"knn\"}\n```")
has("a recipe without a model says so", "it names no model", parse,
	'{"C": 1}')
has("an unknown model is named with those that are known",
	"unknown model 'magic'; known: blend, ", parse, '{"model": "magic"}')
has("an unknown key is named", "unknown key 'colour' of svm", parse,
	'{"model": "svm", "colour": 1}')
has("a number out of its range is told with the range",
	"'trees' must be a number from ", parse,
	'{"model": "extra_trees", "trees": 1e9}')
has("a fraction is no count", "'trees' must be a whole number", parse,
	'{"model": "extra_trees", "trees": 100.5}')
has("a list has known words only", "'features' must be one of ", parse,
	'{"model": "extra_trees", "features": ["frequency", "magic"]}')
has("a word is no list", "'features' must be a list", parse,
	'{"model": "extra_trees", "features": "frequency"}')
has("a blend has members", "a blend needs a list of members", parse,
	'{"model": "blend", "members": []}')
has("each member of a blend is checked", "unknown model 'magic'", parse,
	'{"model": "blend", "members": [{"model": "svm"}, {"model": "magic"}]}')

-- Variations.
is("the same seed draws the same", true, function()
	local a, b = vary.generator(5), vary.generator(5)
	for _ = 1, 50 do
		local x = a(7)
		if x ~= b(7) or x < 1 or x > 7 then
			return x
		end
	end
	return true
end)
is("a count stays whole and within its rule", "50 10", function()
	local rule = { type = "integer", low = 10, high = 50 }
	return join { vary.scaled(30, 2, rule), vary.scaled(12, 0.5, rule) }
end)
is("a list is scaled item by item", "0.5 1", function()
	return join(vary.scaled({ 1, 2 }, 0.5, { type = "number", low = 0.1,
		high = 9 }))
end)
-- The features that mutations of a recipe with these have, sorted; of words
-- there are none here.
local function mutated(...)
	local base = { model = "hist_gradient_boosting", rounds = 250,
		rate = 0.05, leaves = 8, l2 = 1, min_samples_leaf = 10,
		features = { ... } }
	local draw, changed, lists = vary.generator(3), 0, {}
	for _ = 1, 60 do
		local other, n = vary.mutate({ words = 0 }, base, draw), 0
		recipes.check(other)
		for key, value in pairs(base) do
			n = n + (key ~= "features" and other[key] ~= value
				and 1 or 0)
		end
		if n > 2 then
			return recipes.encode(other)
		end
		changed = changed + n
		lists[join(other.features)] = true
	end
	return table.concat(recipes.sorted_keys(lists), ", ") .. (changed > 60
		and join(base.features) == join { ... } and "" or " few")
end
is("a mutation changes two numbers at most, and adds a feature",
	"frequency, frequency pairs", mutated, "frequency")
is("or drops one", "frequency, frequency pairs", mutated, "frequency", "pairs")

-- Repair.
local heavy = { model = "blend", time = 100, folds = 5, repeats = 3,
	members = {
		{ model = "hist_gradient_boosting", rounds = 400,
			features = { "pairs" } },
		{ model = "extra_trees", trees = 400 },
		{ model = "random_forest", trees = 400 },
		{ model = "linear", C = { 0.1, 1, 10 } } } }
local view = { limit = 60, preview = { columns = { { name = "age" },
	{ name = "fare" } } } }
local function mended(failure)
	local r, note = repair.repair(view, heavy, failure)
	return r and recipes.encode(r) .. " " .. note or note
end
local light = '{"model": "hist_gradient_boosting", %s"rounds": 200}, '
	.. '{"model": "extra_trees", "trees": 200}'
for _, failure in ipairs { { limit = "memory" }, { class = "memory" },
	{ class = "killed" } } do
	is("out of memory (" .. (failure.limit or failure.class) .. "): half "
		.. "of the members, lighter, without features, three folds",
		'{"model": "blend", "folds": 3, "members": ['
		.. light:format("") .. '], "repeats": 3, "time": 100} '
		.. "lighter models, fewer members and features for memory",
		mended, failure)
end
for _, failure in ipairs { { limit = "time" }, { class = "timeout" },
	{ class = "no_metric" } } do
	is("out of time (" .. (failure.limit or failure.class) .. "): less of "
		.. "everything within the limit",
		'{"model": "blend", "folds": 4, "members": ['
		.. light:format('"features": ["pairs"], ')
		.. '], "repeats": 1, "time": 30} less time, fewer folds and '
		.. "lighter models, half of the members", mended, failure)
end
has("the column that the message names is left out", '"drop": ["fare"]',
	mended, { class = "value", message = "bad value in 'fare'" })
has("the member in whose fit it failed is left out",
	"left out the member extra_trees", mended, { class = "value",
	frame = "in fit_extra_trees" })
is("else features are left out", false, function()
	return mended({ class = "value" }):find('"features"', 1, true) ~= nil
end)
has("the second try gives up features and members as well",
	"; plain features, fewer members", mended,
	{ class = "value", message = "'age'", attempt = 2 })
is("the second try has no features", false, function()
	return mended({ class = "value", message = "'age'", attempt = 2 })
		:find('"features"', 1, true) ~= nil
end)
has("the third try is a model of another kind",
	'{"model": "extra_trees", "folds": 3, "repeats": 1, "time": 100} '
	.. "another kind of model", mended, { class = "value", attempt = 3 })
has("the fourth gives up", "three repairs did not help", mended,
	{ class = "value", attempt = 4 })
has("what the data lack no recipe repairs", "the data, not the method",
	mended, { class = "value", message = "no column 'y' in it" })
is("a repair leaves the recipe alone", 4, function()
	mended({ limit = "memory" })
	return #heavy.members
end)

-- Traits.
local function trait(key, preview, metric)
	local s = task()
	for name, value in pairs(preview or {}) do
		s.preview[name] = value
	end
	if metric then
		s.metric = metric
	end
	return traits_of(s)[key]
end
is("500 rows have ten folds", 10, trait, "folds")
is("501 rows have five", 5, trait, "folds", { rows_train = 501 })
is("more than 100,000 rows of two classes have three", 3, trait, "folds",
	{ rows_train = 100001 })
is("few rows are repeated", "5 3 1", function()
	return join { trait("repeats"), trait("repeats", { rows_train = 2001 }),
		trait("repeats", { rows_train = 20001 }) }
end)
is("words and numbers are counted", "1 4", function()
	return join { trait("words"), trait("numbers") }
end)
is("the metric says what is predicted", "number number ordinal classes",
	function()
	return join { trait("goal", nil, { prediction = "value" }),
		trait("goal", nil, { prediction = "shares" }),
		trait("goal", nil, { prediction = "class", ordered = true }),
		trait("goal", nil, { prediction = "class" }) }
end)
local function pixels(n, prefix)
	local columns = {}
	for i = 0, n - 1 do
		columns[#columns + 1] = { name = prefix .. i, type = "number" }
	end
	return trait("pixels", { columns = columns })
end
is("64 columns px0 .. are a picture", "(?i)px[\\d_x]+", pixels, 64, "px")
is("65 are none", nil, pixels, 65, "px")
is("columns of another name are none", nil, pixels, 64, "v")
is("25 are too few", nil, pixels, 25, "px")
is("the name of most columns counts", "(?i)px[\\d_x]+", function()
	local columns = { { name = "v1", type = "number" } }
	for i = 1, 64 do
		columns[#columns + 1] = { name = "px" .. i, type = "number" }
	end
	return trait("pixels", { columns = columns })
end)
is("64 columns of two names are no picture", nil, function()
	local columns = {}
	for i = 1, 64 do
		columns[i] = { name = (i % 2 == 0 and "px" or "vx") .. i,
			type = "number" }
	end
	return trait("pixels", { columns = columns })
end)
is("a column of paths names the pictures", "{photo} {photo}", function()
	return join(trait("files", { kind = "image", columns = {
		{ name = "photo", type = "path" },
		{ name = "width", type = "number" } } }))
end)

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

-- The library, by what a task is like.
local function family_names(list)
	local out = {}
	for _, recipe in ipairs(list) do
		out[#out + 1] = recipe.model
	end
	return join(out)
end
local function of_library(preview, metric, kind)
	local s = task({ metric = kind and { prediction = kind } })
	for name, value in pairs(preview) do
		s.preview[name] = value
	end
	local t, all = traits_of(s), {}
	for _, d in ipairs(library.directions(t, metric or "accuracy")) do
		table.move(d.recipes, 1, #d.recipes, #all + 1, all)
	end
	return all, library.blend_members(t, metric or "accuracy"), t
end
local function features_of(words, numbers)
	local columns = {}
	for i = 1, words + numbers do
		columns[i] = { name = "c" .. i,
			type = i <= words and "category" or "number" }
	end
	for _, recipe in ipairs((of_library({ columns = columns }))) do
		local list = join(recipe.features or {})
		if recipe.model == "hist_gradient_boosting"
		    and list:find("pairs") then
			return list:match("pairs.*")
		end
	end
end
is("boosting groups numbers by words, and crosses words",
	"pairs | pairs groups | pairs groups crosses | pairs crosses", function()
	return table.concat({ features_of(0, 3), features_of(1, 3),
		features_of(2, 3), features_of(2, 0) }, " | ")
end)
is("51 classes are too many for machines of pairs and for boosting", false,
	function()
	local all, blend = of_library({ classes = 51 })
	return (family_names(all) .. family_names(blend)):find("svm", 1, true)
		~= nil or family_names(all):find("boosting", 1, true) ~= nil
end)
is("50 are not", true, function()
	return family_names((of_library({ classes = 50 }))):find("svm") ~= nil
end)
is("their draft is a discriminant", "discriminant hist_gradient_boosting",
	function()
	local _, _, many = of_library({ classes = 51 })
	local _, _, few = of_library({ classes = 50, rows_train = 5000 })
	return join { library.draft(many, "accuracy").model,
		library.draft(few, "accuracy").model }
end)
is("an absolute error has its own loss, in the first boosting", "2 1",
	function()
	local function losses(metric)
		local n = 1
		for _, r in ipairs((of_library({}, metric, "value"))) do
			n = n + (r.loss and 1 or 0)
		end
		return n
	end
	return join { losses("mae"), losses("rmse") }
end)
is("a number may be transformed, a class may not", "true false", function()
	local function any(kind)
		for _, r in ipairs((of_library({}, nil, kind))) do
			if r.target_transform then
				return true
			end
		end
		return false
	end
	return join { any("value"), any("class") }
end)
is("a blend begins with a tree, a kernel and a line", true, function()
	local _, blend = of_library({ rows_train = 5000 })
	return family_names(blend):find(
		"^hist_gradient_boosting svm linear ") ~= nil
end)
is("no member of a blend is there twice", true, function()
	local _, blend = of_library({})
	local seen = {}
	for _, r in ipairs(blend) do
		if seen[recipes.key(r)] then
			return recipes.encode(r)
		end
		seen[recipes.key(r)] = true
	end
	return #blend >= 10
end)
is("pixels are for kernels and networks on pixels", true, function()
	local columns = {}
	for i = 0, 63 do
		columns[#columns + 1] = { name = "px" .. i, type = "number" }
	end
	for _, r in ipairs((of_library({ columns = columns }))) do
		if r.view ~= "pixels" then
			return recipes.encode(r)
		end
	end
	return true
end)

-- Programs.
local function made(recipe, more)
	local code = program.make(task(more), recipe, 'A "title"')
	local facts, whole = code:match('loads%(r"""\n(.-)\n"""%).-loads%(r"""'
		.. '\n(.-)\n"""%)')
	return hcc.json_decode(facts), hcc.json_decode(whole), code
end
is("a program finds sounds by their paths and ids", "{path} {id}", function()
	local preview = task().preview
	preview.kind, preview.columns = "other",
		{ { name = "path", type = "category" } }
	local facts, recipe = made({ model = "svm" }, { preview = preview,
		preview_text = "- `input/` 9 files, 2 kB: .wav 9" })
	return recipe.view == "pixels" and join(facts.files)
end)
is("a program does without the column of groups", "patient x", function()
	local more = task().preview
	more.split, more.changed = { groups = "patient" }, { "x" }
	return join(made({ model = "svm" }, { preview = more }).drop)
end)
is("a program knows the task", "y accuracy maximize classes 7 id e", function()
	local facts = made({ model = "svm" }, { seed = 1000007 })
	return join { facts.target[1], facts.metric, facts.goal, facts.kind,
		facts.seed, facts.id, facts.category[1] }
end)
is("what a recipe leaves open the task decides", "10 5 51", function()
	local _, whole = made({ model = "svm" }, { limit = 60 })
	return join { whole.folds, whole.repeats, whole.time }
end)
is("what it says it gets, but no more time than there is", "3 1 51", function()
	local _, whole = made({ model = "svm", folds = 3, repeats = 1,
		time = 900 }, { limit = 60 })
	return join { whole.folds, whole.repeats, whole.time }
end)
is("members have parameters of their own only", "svm nil linear", function()
	local _, whole = made({ model = "blend", members = { { model = "svm",
		time = 5 }, { model = "linear" } } })
	return join { whole.members[1].model, tostring(whole.members[1].time),
		whole.members[2].model }
end)
is("a title ends no string", true, function()
	local _, _, code = made({ model = "svm" })
	return code:find('^"""A \'title\'%.') ~= nil
end)

is("a number at the end of its range is allowed", 0, function()
	local families = require "recipes.families"
	local rule = families.models.extra_trees.parameters.trees
	local n = 0
	for _, value in ipairs { rule.low, rule.high } do
		n = n + (pcall(recipes.check, { model = "extra_trees",
			trees = value }) and 0 or 1)
	end
	return n
end)
has("a member that the log names is left out", "left out the member svm",
	function()
	local r, note = repair.repair(view, { model = "blend", members = {
		{ model = "svm" }, { model = "linear" }, { model = "knn" } } },
		{ class = "value", log = "svm: ValueError\n" })
	return r and note
end)
is("a constant that may be 0 has no logarithmic range", false, function()
	return constants.find({ a = "X = 1  # hcc: 0..9 log" })[1].log
end)
is("task.md names the target, else the preview", "z y", function()
	local s = task()
	s.task.target = "z"
	return join { traits_of(s).target[1], trait("target")[1] }
end)

return cases
