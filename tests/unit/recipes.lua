-- recipes.lua: recipes, their variations and repair, and their programs: a list
-- of {name, what comes out, what should}.
local cases = require "cases"
local program = require "recipes.program"
local recipes = require "recipes.recipe"
local repair = require "recipes.repair"
local tasks = require "tasks"
local vary = require "recipes.vary"

local is, has, lacks, join = cases.is, cases.has, cases.lacks, cases.join
local task = tasks.task
local none = tasks.none

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
	return recipes.key(none, { model = "svm", time = 1 })
		== recipes.key(none, { model = "svm", time = 2 })
end)
is("what says the default is no other idea", true, function()
	return recipes.key(none, { model = "gaussian_process", scale = "standard" })
		== recipes.key(none, { model = "gaussian_process",
			scale = "standard", target_transform = "standard" })
end)
is("features that add nothing are no other idea", "true false", function()
	local plain = { model = "xgboost", leaves = 8 }
	local more = { model = "xgboost", leaves = 8,
		features = { "frequency" } }
	return join { recipes.key({ idle = { frequency = true } }, plain)
		== recipes.key({ idle = { frequency = true } }, more),
		recipes.key(none, plain) == recipes.key(none, more) }
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
		local other, n = vary.mutate({ idle = { frequency = true,
		    target_encoding = true, groups = true,
		    crosses = true, text_scores = true } }, base, draw), 0
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
is("a mutation drops a feature, or adds one",
	"frequency, frequency pairs", mutated, "frequency", "pairs")
is("a mutation changes no number there and back", 0, function()
	local base = { model = "xgboost", l2 = 0.00393, rounds = 60 }
	local draw, same = vary.generator(1), 0
	for _ = 1, 60 do
		local other = vary.mutate(none, base, draw)
		same = same + (math.abs(other.l2 / base.l2 - 1) < 0.1
			and other.rounds == base.rounds and 1 or 0)
	end
	return same
end)

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
is("where nothing is named features are left out", false, function()
	return mended({ class = "value" }):find('"features"', 1, true) ~= nil
end)
has("the second repair gives up features and members as well",
	"; plain features, fewer members", mended,
	{ class = "value", message = "'age'", attempt = 2 })
is("the second repair leaves no features", false, function()
	return mended({ class = "value", message = "'age'", attempt = 2 })
		:find('"features"', 1, true) ~= nil
end)
has("the third repair is a model of another kind",
	'{"model": "extra_trees", "folds": 3, "repeats": 1, "time": 100} '
	.. "another kind of model", mended, { class = "value", attempt = 3 })
has("a fourth repair is not tried", "three repairs did not help", mended,
	{ class = "value", attempt = 4 })
has("what the data lack no recipe repairs", "the data, not the method",
	mended, { class = "value", message = "no column 'y' in it" })
is("a repair leaves the recipe alone", 4, function()
	mended({ limit = "memory" })
	return #heavy.members
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
	preview.sounds_train, preview.sounds_test = "{path}", "{id}"
	local facts, recipe = made({ model = "svm" }, { preview = preview })
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
is("a recipe gets what it says, but no more time than there is",
	"3 1 51", function()
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

-- Names that other libraries give, and what a recipe may not say.
for _, row in ipairs {
	{ '{"model": "extra_trees", "n_estimators": 500}',
		'{"model": "extra_trees", "trees": 500}' },
	{ '{"model": "knn", "n_neighbors": 7}',
		'{"model": "knn", "neighbors": 7}' },
	{ '{"model": "svm", "n_estimators": 500}',
		"unknown key 'n_estimators' of svm" },
	{ '{"model": "svm", "view": "words"}', "'view' must be one of " },
	{ '{"model": "blend", "C": 1, "members": [{"model": "svm"}]}',
		"unknown key 'C' of blend" },
	{ '{"model": "svm", "C": "1"}', "'C' must be a number from " },
	{ '{"model": "svm", "C": [1, "2"]}', "'C' must be a number from " },
	{ '{"model": "svm", "drop": "a"}', "'drop' must be a list" },
	{ "{", "the block is not valid JSON: " },
	{ "null", "the block is not valid JSON; write one object" },
} do
	has("the recipe " .. row[1] .. " is read so: " .. row[2], row[2], function()
		return recipes.encode(parse(row[1]))
	end)
end
is("numbers beyond 1e15 are written as such", "[1e+15, 999999999999999, -1.5]",
	recipes.encode, { 1e15, 1e15 - 1, -1.5 })

-- More of what is repaired.
local function lighter(recipe, failure)
	local r = repair.repair({ limit = 60, preview = view.preview }, recipe,
		failure or { class = "timeout" })
	r.time, r.folds, r.repeats = nil, nil, nil
	return recipes.encode(r)
end
for _, row in ipairs {
	{ { model = "linear", C = { 1, 2, 3 } }, '{"model": "linear", "C": 2}' },
	{ { model = "linear", C = { 1, 2 } }, '{"model": "linear", "C": 1}' },
	{ { model = "svm", C = 3, rows = 9000 },
		'{"model": "svm", "C": 3, "rows": 4500}' },
	{ { model = "svm", rows = 20000 }, '{"model": "svm", "rows": 6000}' },
	{ { model = "svm", view = "pixels", shifts = true },
		'{"model": "svm", "rows": 6000, "view": "pixels"}' },
} do
	is("out of time " .. recipes.encode(row[1]) .. " becomes " .. row[2],
		row[2], lighter, row[1])
end
for _, row in ipairs {
	{ 600, nil, 306 }, { nil, nil, 306 }, { 60, nil, 30 }, { 60, 40, 24 },
	{ 60, 900, 30 }, { 5, 5, 5 },
} do
	is(string.format("out of time with a limit of %s s, %s s become %d s",
		row[1], row[2], row[3]), row[3], function()
		return repair.repair({ limit = row[1] }, { model = "svm",
			time = row[2] }, { class = "timeout" }).time
	end)
end
for _, row in ipairs { { nil, 4 }, { 10, 4 }, { 5, 4 }, { 3, 2 }, { 2, 2 } } do
	is("out of time " .. tostring(row[1]) .. " folds become " .. row[2], row[2],
		function()
		return repair.repair({}, { model = "svm", folds = row[1] },
			{ class = "timeout" }).folds
	end)
end
is("out of memory there are three folds at most", "3 3 2", function()
	local function left(n)
		return repair.repair({}, { model = "svm", folds = n },
			{ class = "memory" }).folds
	end
	return join { left(nil), left(9), left(2) }
end)
is("plain features are those without transforms and counts",
	'{"model": "linear", "C": 1, "view": "words"}', lighter, { model = "linear",
	C = 1, view = "words", features = { "pairs" }, counts = true,
	target_transform = "log1p" }, { class = "value" })
local wide = { preview = { columns = { { name = "age" }, { name = "fare" },
	{ name = "sex" }, { name = "sib" }, { name = "cabin" } } } }
for _, row in ipairs {
	{ "'age' and \"fare\"", '["age", "fare"]' },
	{ "'age', 'fare', 'sex', 'sib'", '["age", "fare", "sex", "sib"]' },
	{ "'age', 'fare', 'sex', 'sib', 'cabin'", nil },
	{ "age", nil }, { "'page'", nil },
} do
	is("of the message \"" .. row[1] .. "\" these columns are left out: "
		.. tostring(row[2]), row[2], function()
		local r = repair.repair(wide, { model = "svm" },
			{ class = "value", message = row[1] })
		return r.drop and recipes.encode(r.drop)
	end)
end
is("the end of a log names columns too, its beginning does not", '["age"]',
	function()
	local r = repair.repair(wide, { model = "svm" }, { class = "value",
		log = "'fare'" .. (" "):rep(1994) .. "'age'\n" })
	return recipes.encode(r.drop)
end)
-- The members that are left when the log names the SVM.
local function without_svm(...)
	local list = {}
	for i, name in ipairs { ... } do
		list[i] = { model = name }
	end
	local r = repair.repair({}, { model = "blend", members = list },
		{ class = "value", log = "svm: ValueError\n" })
	for i, member in ipairs(r.members) do
		list[i] = member.model
	end
	return table.concat(list, " ", 1, #r.members)
end
is("the member that the log names is there no more", "linear knn", without_svm,
	"svm", "linear", "knn")
is("a blend keeps two members at least", "svm svm linear", without_svm, "svm",
	"svm", "linear")

-- What a program is told of its task, whole.
local function facts_of(more, preview)
	local s = task(more)
	for key, value in pairs(preview or {}) do
		s.preview[key] = value
	end
	return (program.make(s, { model = "svm" }, "x"):match(
		'loads%(r"""\n(.-)\n"""%)'):gsub("\n", " "))
end
is("a program of a table knows its files, columns and metric", '{"category": '
	.. '["e"], "goal": "maximize", "id": "id", "kind": "classes", "metric": '
	.. '"accuracy", "sample": "input/sample_submission.csv", "seed": 1, '
	.. '"target": ["y"], "test": "input/test.csv", "train": '
	.. '"input/train.csv"}', facts_of)
for _, row in ipairs {
	{ "the row of its metric and its number", '"formula": "fbeta"', { metric =
		{ name = "fbeta", param = 2, prediction = "class" } } },
	{ "the number of its metric", '"param": 2', { metric = { name = "fbeta",
		param = 2, prediction = "class" } } },
	{ "how rows are parted", '"split": "forward"', nil, { folds = {
		kind = "forward" } } },
	{ "which columns are texts", '"text": ["said"]', nil, { columns = { {
		name = "Said", type = "text" } } } },
	{ "where its tables are", '"test": "input/b.csv", "train": "input/a.csv"',
		nil, { train = "input/a.csv", test = "input/b.csv" } },
	{ "where the sample is", '"sample": "input/s.csv"', nil, { sample =
		"input/s.csv" } },
	{ "what to leave out", '"drop": ["x"]', nil, { changed = { "x" } } },
} do
	has("a program knows " .. row[1], row[2], facts_of, row[3], row[4])
end
for _, row in ipairs {
	{ "target", '"target":', nil, { target = "" } },
	{ "metric of another name", '"formula":', { metric = { name = "accuracy",
		prediction = "class" } } },
	{ "way to part rows", '"split":', nil, { folds = "5" } },
	{ "columns of words", '"category":', nil, { columns = {} } },
} do
	lacks("a program knows no " .. row[1] .. " where there is none",
		row[2], facts_of, row[3], row[4])
end
is("a program begins with what it is and does, in lines of 76", '"""Fit\'s '
	.. "title.\n\nTask t, metric accuracy: reads ./input, writes "
	.. "./submission.csv and prints\nthe score of rows that no model has "
	.. 'seen.\n"""\nimport json\n\nfrom hcc_recipes import run\n', function()
	return program.make(task(), { model = "svm" }, "Fit's title"):match(
		"^(.-import run\n)")
end)
is("of an order of classes a model of classes answers by them", "classes nil",
	function()
	local function as(model)
		local _, whole = made({ model = model }, { metric = {
			prediction = "class", ordered = true } })
		return tostring(whole.as)
	end
	return join { as("discriminant"), as("svm") }
end)
is("a program has five seconds at least", 5, function()
	local _, whole = made({ model = "svm", time = 1 })
	return whole.time
end)
has("functions of somebody's own are run, imports of the future left out",
	'"""\n)\n\nimport os\ndef model():\n    pass\n\nrun_own(TASK, '
	.. 'globals().get("model"), globals().get("features"))\n', function()
	return (program.own(task(), "from __future__ import annotations\n\n"
		.. "import os\ndef model():\n    pass\n\n"):gsub('"""%)\n', '"""\n)\n'))
end)

return cases
