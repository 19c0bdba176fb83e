-- offline.lua: the functions of the brains that need no model, and what they
-- make of words, pictures and projects: a list of {name, what comes out, what
-- should}.
local cases = require "cases"
local constants = require "recipes.constants"
local hand = require "brain.hand"
local library = require "recipes.library"
local memory = require "recipes.memory"
local offline = require "brain.offline"
local plans = require "recipes.plans"
local recipes = require "recipes.recipe"
local repair = require "recipes.repair"
local report = require "recipes.report"
local traits_of = require "recipes.traits"

local is, has, join = cases.is, cases.has, cases.join

-- Tasks of 500 rows; `preview` replaces what a table with two numbers has.
local function task(preview, more)
	local s = { task = { id = "t", metric = "accuracy", goal = "maximize",
		description = "Tell which." }, metric = { prediction = "class" },
		preview = { problem = "classification", rows_train = 500,
		rows_test = 100, classes = 2, target = "y", id = "id",
		columns = { { name = "a", type = "number" },
		{ name = "b", type = "number" } } }, phase = 1, m = 3,
		q = 2, cores = 2, seed = 1, time_left = 3600,
		time_total = 3600, plans = {}, results = {}, notes = {},
		wisdom = {} }
	for key, value in pairs(preview or {}) do
		s.preview[key] = value
	end
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
local words = { columns = { { name = "said", type = "text" } } }
local pictures = { kind = "image", columns = { { name = "f", type = "path" } } }
local value = { prediction = "value" }
-- The members of a task's blend, each as "model view".
local function members(s)
	local list = {}
	for i, r in ipairs(library.blend_members(traits_of(s), "accuracy")) do
		list[i] = r.model .. (r.view and "/" .. r.view or "")
	end
	return join(list)
end
local function models(s, title)
	local list = {}
	for _, d in ipairs(library.directions(traits_of(s), "accuracy")) do
		for _, r in ipairs(title == nil and d.recipes or d.title == title
		    and d.recipes or {}) do
			list[#list + 1] = r.model
		end
	end
	return join(list)
end
local function draft(s, key)
	local r = library.draft(traits_of(s), "accuracy")
	return key and r[key] or r.model .. (r.view and "/" .. r.view or "")
end

-- Words.
is("a task of words begins with words", "Words and letters", function()
	return library.directions(traits_of(task(words)), "accuracy")[1].title
end)
is("classes of words have models that count them",
	"linear nb_svm naive_bayes linear_svm linear naive_bayes", function()
	return models(task(words), "Words and letters")
end)
is("numbers of words have models of lines", "linear linear_svm linear",
	function()
	return models(task(words, { metric = value }), "Words and letters")
end)
is("a blend on words alone has one kernel and no trees", "linear/words "
	.. "nb_svm/words naive_bayes/words linear_svm/words naive_bayes/words "
	.. "linear/words svm", members, task(words))
is("beside a table it has trees", "linear/words nb_svm/words "
	.. "naive_bayes/words linear_svm/words naive_bayes/words "
	.. "gradient_boosting linear/words mlp extra_trees "
	.. "hist_gradient_boosting", members, task({ columns = {
	{ name = "said", type = "text" }, { name = "n", type = "number" } } }))
is("a task is one of words by its kind as well", "true true false", function()
	return join { traits_of(task({ kind = "text" })).text,
		traits_of(task({ kind = "mixed" })).text,
		traits_of(task()).text }
end)
is("words alone have no directions of trees", 2, function()
	return #library.directions(traits_of(task({ kind = "text", target = "y",
		columns = { { name = "said", type = "text" },
			{ name = "y", type = "category" } } })), "accuracy")
end)
is("the draft of words is a line on words", "linear/words", draft, task(words))

-- Pictures.
is("a blend on pictures begins with kernels and ends with a line", "svm/pixels "
	.. "svm/pixels discriminant/pixels svm/pixels svm/pixels "
	.. "extra_trees/pixels mlp/pixels knn/pixels extra_trees/pixels "
	.. "discriminant/pixels linear/pixels",
	members, task(pictures))
is("a number of a picture has no discriminant", false, function()
	return members(task(pictures, { metric = value })):find("discriminant")
		~= nil
end)
is("the draft of pictures is a kernel on pixels", "svm/pixels", draft,
	task(pictures))
is("of too many classes for pairs it is a discriminant", "discriminant/pixels",
	draft, task(pictures, { preview = { kind = "image", classes = 151,
	columns = pictures.columns, problem = "classification" } }))
local nets = { preview_text = "Python 3.11.2 with numpy 1.24.2, torch "
	.. "1.13.0a0+gitunknown. No other library for data or models is "
	.. "installed." }
is("nets on whole pictures come first where torch is installed",
	"conv_net svm none", function()
	local function first(s)
		local found = library.directions(traits_of(s), "accuracy")
		return found[1].recipes[1].model
	end
	return join { first(task(pictures, nets)), first(task(pictures)),
		models(task(pictures)):match("conv_net") or "none" }
end)
local forward = { metric = value, preview_text = "Python 3.11.2 with "
	.. "statsmodels 0.13.5. No other library for data or models is "
	.. "installed." }
is("series by themselves come first where rows say little else, else last",
	"exponential_smoothing last none", function()
	local function first(preview, more)
		preview.folds = { kind = "forward" }
		local t = traits_of(task(preview, more))
		return library.directions(t, "rmse")
	end
	local function wide()
		local list = {}
		for i = 1, 9 do
			list[i] = { name = "n" .. i, type = "number" }
		end
		return first({ columns = list }, forward)
	end
	local found, last = first({ columns = {} }, forward), wide()
	local without = first({ columns = {} }, { metric = value })
	return join { found[1].recipes[1].model,
		last[#last].title == found[1].title and "last" or "no",
		#without == #found - 1 and "none" or "some" }
end)
is("a table has no net on pictures", "convolutional no", function()
	local ok = pcall(offline.improve, task({}, nets), { title = "x",
		text = recipes.block({ model = "conv_net" }) })
	local code = offline.improve(task(pictures, nets), { title = "x",
		text = recipes.block({ model = "conv_net" }) }).code
	return (code:find('"view": "picture"', 1, true) and "convolutional"
		or code) .. (ok and " yes" or " no")
end)
is("few pictures are shifted, many are not", "true false", function()
	local function shifted(rows)
		local s = task(pictures)
		s.preview.rows_train = rows
		for _, d in ipairs(library.directions(traits_of(s),
		    "accuracy")) do
			if d.title == "Models on pixels and gradients" then
				return d.recipes[2].shifts
			end
		end
	end
	return join { shifted(6000), shifted(6001) }
end)
is("a program's members see pixels where the task is pictures", "pixels words",
	function()
	local code = offline.improve(task(pictures), { title = "x",
		text = recipes.block({ model = "svm" }) }).code
	local text = offline.improve(task(words), { title = "x",
		text = recipes.block({ model = "linear", view = "words" }) }).code
	return code:match('"view": "(%w+)"') .. " "
		.. text:match('"view": "(%w+)"')
end)
is("folders of pictures name their places", "input/a/{id}.png "
	.. "input/b/{id}.png", function()
	return join(traits_of(task({ kind = "image",
		images_train = "input/a/{id}.png",
		images_test = "input/b/{id}.png" })).files)
end)
is("the border of a picture may be constant", "(?i)px[\\d_x]+", function()
	local columns = {}
	for i = 1, 36 do
		columns[i] = { name = "px" .. i, type = i < 7 and "constant"
			or "number" }
	end
	return traits_of(task({ columns = columns })).pixels
end)

is("three colours of a square are a picture, two are none", "true false",
	function()
	local function pixels(n)
		local columns = {}
		for i = 1, n do
			columns[i] = { name = "px" .. i, type = "number" }
		end
		return traits_of(task({ columns = columns })).pixels ~= nil
	end
	return join { pixels(108), pixels(72) }
end)

-- Tables that are wide.
is("more columns than rows are for a line", "linear", draft, (function()
	local s = task({ rows_train = 3, columns = { { name = "a",
		type = "number" }, { name = "b", type = "number" },
		{ name = "c", type = "number" }, { name = "d",
		type = "number" } } })
	return s
end)())
is("as many columns as rows are not for a line", false, function()
	return draft(task({ rows_train = 2 })) == "linear"
end)
is("more columns than rows are not for boosting", false, function()
	return models(task({ rows_train = 1 })):find("boost") ~= nil
end)
is("a kernel has no more than 5000 of many rows", "nil 5000", function()
	local function rows(n)
		for _, d in ipairs(library.directions(traits_of(task({
		    rows_train = n })), "accuracy")) do
			for _, r in ipairs(d.recipes) do
				if r.model == "svm" and r.scale == "standard" then
					return tostring(r.rows)
				end
			end
		end
	end
	return join { rows(6000), rows(6001) }
end)
is("a Gaussian process is for numbers of few rows", "true false false",
	function()
	local function any(rows, metric)
		return models(task({ rows_train = rows }, { metric = metric }))
			:find("gaussian", 1, true) ~= nil
	end
	return join { any(3000, value), any(3001, value), any(3000) }
end)
is("an order of classes makes kernels predict numbers", "number", function()
	for _, d in ipairs(library.directions(traits_of(task(nil, { metric = {
	    prediction = "class", ordered = true } })), "qwk")) do
		for _, r in ipairs(d.recipes) do
			if r.model == "svm" then
				return r.as
			end
		end
	end
end)

-- Traits.
is("a list of ids gives the first, task.md the one that preview.md lacks",
	"k own", function()
	local s = task({ id = { "k", "l" } })
	local other = task()
	other.preview.id, other.task.id_column = nil, "own"
	return join { traits_of(s).id, traits_of(other).id }
end)
is("a leak that a control has shown takes all suspects away", "x y | z | z",
	function()
	local function drop(class, message)
		return join(traits_of(task({ suspects = { "x", "y" },
			changed = { "z" } }, { results = { { cause = {
			class = class, message = message } } } })).drop)
	end
	return drop("leak", "0.9, but 0.5 without what preview.md suspects")
		.. " | " .. drop("leak", "too good") .. " | "
		.. drop("value", "what preview.md suspects")
end)
is("a leak of an earlier phase takes the suspects away, by its note",
	"x", function()
	return join(traits_of(task({ suspects = { "x" } }, { notes = { {
		results = { { cause = "leak: what preview.md suspects" } } }
		} })).drop)
end)
has("a description tells missing cells and the rarest class",
	"Share of missing cells: 0.25. Rarest class: 0.1.", function()
	return report.describe(task({ missing = 0.25, imbalance = 0.1 }))
end)
is("no description tells cells that are not missing, or classes of a number",
	false, function()
	return report.describe(task({ missing = 0, imbalance = 0.1 }, {
		metric = value })):find("Share") ~= nil or
		report.describe(task({ imbalance = 0.1 }, { metric = value }))
		:find("Rarest") ~= nil
end)

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

-- Judgements.
local function judged(result, more)
	result.id, result.phase, result.title = "01/1.1", 1, "A"
	result.text = result.text or ""
	local s = task(nil, { results = { result } })
	for key, one in pairs(more or {}) do
		s[key] = one
	end
	return report.judge(s)
end
is("a long message is cut between words", 120, function()
	local claim = judged({ status = "failed", cause = { class = "value",
		at = "x", message = ("word "):rep(23) .. "wordy and more" } })
		.judgements[1].claim
	local shown = claim:match("%((.*)%)")
	return shown == ("word "):rep(23) .. "wordy" and #shown or claim
end)
is("a message that fits is whole", true, function()
	local text = ("x"):rep(120)
	return judged({ status = "failed", cause = { class = "value", at = "x",
		message = text } }).judgements[1].claim:find(text, 1, true) ~= nil
end)
is("what has no base and was adopted says so", "A reached 0.5 and was adopted",
	function()
	return judged({ status = "ok", score = 0.5, adopted = true })
		.judgements[1].claim
end)
has("a file that the best one reads and nobody has described makes a rule",
	"Look whether 'leak.csv' tells the target: 00/1.1 read it", function()
	return join(judged({ status = "ok", score = 0.5 }, { base = {
		id = "00/1.1", undescribed = { "leak.csv" } } }).rules)
end)
-- Factors that the log of 01/1.1 tells.
local function factors(lines)
	local old = hcc.context
	hcc.context = function()
		local list = { "# log of 01/1.1/1 " }
		for i, one in ipairs(lines) do
			list[i + 1] = "[" .. i .. "-9] worth: " .. one
				.. " over 5 folds"
		end
		return table.concat(list, "\n") .. "\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" })
	hcc.context = old
	return out
end
is("factors in the metric come first, the largest before others",
	"A; b: accuracy; a: accuracy; d: loss; c: loss", function()
	local list = {}
	for i, j in ipairs(factors({ "c: loss -0.1 (-0.2 to -0.05)",
		"a: accuracy +0.2 (+0.1 to +0.3)", "d: loss +0.3 (+0.2 to +0.4)",
		"b: accuracy -0.3 (-0.4 to -0.2)" }).judgements) do
		list[i] = j.claim:match("^%w+: %w+") or j.claim:match("^%w+")
	end
	return table.concat(list, "; ")
end)
is("a factor that harms is left out, one that may be nothing is neither",
	"dead end inconclusive; Leave out a: accuracy -0.2 (-0.3 to -0.1) "
	.. "[1-9]", function()
	local out = factors({ "a: accuracy -0.2 (-0.3 to -0.1)",
		"b: accuracy +0.1 (-0.1 to +0.3)" })
	return out.judgements[2].verdict .. " " .. out.judgements[3].verdict
		.. "; " .. join(out.rules):gsub("01/1.1/1:", ""):gsub("%.$", "")
end)
has("what may be nothing is measured again", "Measure b on more folds "
	.. "[01/1.1/1:1-9].", function()
	return join(factors({ "b: accuracy +0.1 (-0.1 to +0.3)" }).next)
end)
has("what helped is gone further with", "Go further with b.", function()
	return join(factors({ "b: accuracy +0.1 (+0.05 to +0.3)" }).next)
end)
for _, interval in ipairs { "-0.1 to +0", "+0 to +0.1" } do
	has("a factor whose interval (" .. interval .. ") ends at 0 may be nothing",
		"Measure b on more folds", function()
		return join(factors({ "b: accuracy +0.05 (" .. interval .. ")" })
			.next)
	end)
end
is("two factors are measured again, one that helped is gone further with",
	"Measure a on more folds [01/1.1/1:1-9]. Measure b on more folds "
	.. "[01/1.1/1:2-9]. Go further with d.", function()
	return join(factors({ "a: accuracy +0.4 (-0.1 to +0.5)",
		"b: accuracy +0.3 (-0.1 to +0.5)", "c: accuracy +0.2 (-0.1 to "
		.. "+0.5)", "d: accuracy +0.1 (+0.05 to +0.5)", "e: accuracy "
		.. "+0.1 (+0.05 to +0.5)" }).next)
end)
is("what is no factor is passed over", 1, function()
	return #factors({ "a: accuracy 0.4", "b: accuracy +x (-0.1 to +0.5)",
		"of nothing" }).judgements
end)
is("a rule of two settings does not stand beside its opposite", "", function()
	local what = "linear with C 1 instead of 10, rate 2 instead of 20: "
		.. "loss -0.2 (-0.3 to -0.1)"
	local old = hcc.context
	hcc.context = function()
		return "# log of 01/1.1/1 \n[1-9] worth: " .. what
			.. " over 5 folds\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" }, { notes = { { rules = { "Keep linear "
		.. "with C 10 instead of 1, rate 20 instead of 2: loss -0.2" } } } })
	hcc.context = old
	return join(out.rules)
end)
is("only the log of the run itself tells its factors", 1, function()
	local old = hcc.context
	hcc.context = function()
		return "[1-9] worth: a: accuracy +0.4 (+0.1 to +0.5) over 5 folds\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" })
	hcc.context = old
	return #out.judgements
end)
is("five factors of a result are told", 6, function()
	local lines = {}
	for i = 1, 7 do
		lines[i] = "f" .. i .. ": accuracy +0.1 (+0.05 to +0.3)"
	end
	return #factors(lines).judgements
end)
-- The interval of two runs by their folds, as a claim tells it.
local function beside(sealed)
	local s = task(nil, { results = { { id = "01/1.1", phase = 1,
		status = "ok", score = 0.8, folds = { 0.8, 0.81, 0.79 },
		text = recipes.block({ model = "svm" }) }, { id = "01/2.1",
		phase = 1, status = "ok", score = 0.89, folds = { 0.9, 0.92, 0.85 },
		text = recipes.block({ model = "knn" }) } } })
	s.task.sealed = sealed
	local list = report.judge(s).judgements
	return list[#list].claim:match("± (%S+)") .. " "
		.. (list[#list].claim:match(", (within the noise)$") or "beyond")
end
-- t(2) = 4.303, the deviation of the differences 0.02646, times the root of
-- 1/3 + 1/2, or of 1 + 1/2
is("runs are compared by the folds that both have", "0.1 within the noise",
	beside)
is("where the score was measured on rows held out, less surely",
	"0.14 within the noise", beside, "holdout")
is("a task's size is one of three", "small small medium medium large",
	function()
	local list = {}
	for i, rows in ipairs { 1, 2000, 2001, 20000, 20001 } do
		local tags = report.distil(task({ rows_train = rows })).tags
		list[i] = tags[#tags]
	end
	return join(list)
end)

-- The hand brain.
local function by_hand(text, edit)
	local s = task()
	s.task.command, s.task.edit = edit and "make", edit
	return hand.improve(s, { title = "A", text = text })
end
is("a hand's program is its first block", "x = 1\n", function()
	return by_hand("Try.\n```python\nx = 1\n```\n```\ny\n```\n").code
end)
has("a hand's suggestion without a block has no program",
	"suggestion 'A' has no program", by_hand, "Try.")
is("the one file of a project needs no name", "x = 1\n", function()
	return by_hand("```\nx = 1\n```", { "a.py" }).files["a.py"]
end)
is("files of a project have their names", "x = 1\n y = 1\n", function()
	local files = by_hand("```\nFILE: a.py\nx = 1\n```\n\n```\nFILE:  b/c.py "
		.. "\ny = 1\n```", { "a.py", "b/c.py" }).files
	return join { files["a.py"], files["b/c.py"] }
end)
has("one of several blocks without a name is refused",
	"does not say which file",
	by_hand, "```\nx = 1\n```", { "a.py", "b.py" })
has("two blocks for one file are refused", "does not say which file", by_hand,
	"```\nx\n```\n```\ny\n```", { "a.py" })
is("a hand's draft tells its prose in a line", "x\n Do it. Well.", function()
	local out = hand.draft({}, { title = "A",
		text = "Do it.\n\n```\nx\n```\nWell.\n" })
	return join { out.code, out.text }
end)
has("a hand's failure stays as it was run", "value: write a repaired program",
	function()
	return hand.debug({}, { title = "A" }, { class = "value" }).give_up
end)
local function by_numbers(result, goal)
	result.id, result.phase, result.title = "01/1.1", 1, "A"
	local s = task(nil, { results = { { id = "00/1.1", phase = 0 },
		result } })
	s.task.goal = goal or "maximize"
	local list = hand.judge(s).judgements
	return #list .. " " .. list[1].verdict .. ": " .. list[1].claim
end
is("a gain beyond its interval is promising", "1 promising: A reached 0.5, a "
	.. "change of 0.1", by_numbers, { status = "ok", score = 0.5,
	change = 0.1, interval = 0.09 })
is("what a limit ended is given no verdict by hand", "1 inconclusive: A was "
	.. "stopped at its limit of time; what it had handed in reached 0.5",
	by_numbers, { status = "ok", score = 0.5, change = 0.1, interval = 0.01,
	limit = "time" })
is("a change as large as its interval is inconclusive", "1 inconclusive: A "
	.. "reached 0.5, a change of -0.1, within the noise", by_numbers,
	{ status = "ok", score = 0.5, change = -0.1, interval = 0.1 })
is("where lower is better a rise is a dead end", "1 dead end: A reached 0.5, a "
	.. "change of 0.1", by_numbers, { status = "ok", score = 0.5,
	change = 0.1 }, "minimize")
is("no change at all is a dead end", "1 dead end: A reached 0.5, a change of 0",
	by_numbers, { status = "ok", score = 0.5, change = 0 })
is("the first score is promising", "1 promising: A reached 0.5", by_numbers,
	{ status = "ok", score = 0.5 })
is("a failure is told by its message", "1 dead end: A failed: bad shape",
	by_numbers, { status = "failed", cause = { class = "value",
	message = "bad\nshape" } })
is("what had no time is given no verdict by hand", "1 inconclusive: A failed: "
	.. "stopped", by_numbers, { status = "timeout",
	cause = { class = "timeout", message = "stopped" } })
is("a hand's wisdom is the rules of its notes", "tabular classification "
	.. "accuracy; r1 r2", function()
	local out = hand.distil(task(nil, { notes = { { rules = { "r1" } },
		{}, { rules = { "r2" } } } }))
	return join(out.tags) .. "; " .. join(out.remarks)
end)

return cases
