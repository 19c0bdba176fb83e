-- library.lua: what is known of a task, and which recipes suit it: a list of
-- {name, what comes out, what should}.
local cases = require "cases"
local library = require "recipes.library"
local recipes = require "recipes.recipe"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, join, task = cases.is, cases.join, tasks.task
local none = tasks.none

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
is("501 rows have five folds", 5, trait, "folds", { rows_train = 501 })
is("more than 100,000 rows of two classes have three", 3, trait, "folds",
	{ rows_train = 100001 })
is("few rows are repeated", "5 3 1", function()
	return join { trait("repeats"), trait("repeats", { rows_train = 2001 }),
		trait("repeats", { rows_train = 20001 }) }
end)
is("words and numbers are counted", "1 4", function()
	return join { trait("words"), trait("numbers") }
end)
is("the target is none of them", "0 1", function()
	local preview = { columns = { { name = "a", type = "number" },
		{ name = "y", type = "category" } } }
	return join { trait("words", preview), trait("numbers", preview) }
end)
-- The features that add nothing to a table with these columns: each is a type
-- and the number of its values.
local function idle(list, more)
	local preview, names = { columns = {}, missing = 0 }, {}
	for i, row in ipairs(list) do
		preview.columns[i] = { name = "c" .. i, type = row[1],
			unique = row[2] }
	end
	preview.columns[#list + 1] = { name = "y", type = "category",
		unique = 20 }
	for key, value in pairs(more or {}) do
		preview[key] = value
	end
	for name, is_idle in pairs(trait("idle", preview)) do
		names[#names + 1] = is_idle and name ~= "text_scores"
			and name or nil
	end
	table.sort(names)
	return table.concat(names, " ")
end
for _, row in ipairs {
	{ "crosses few_valued frequency groups target_encoding",
		{ { "number", 13 }, { "number", 2 } } },
	{ "crosses frequency groups target_encoding", { { "number", 12 } } },
	{ "crosses frequency groups target_encoding", { { "number", 3 } } },
	{ "crosses frequency groups target_encoding", { { "number" } } },
	{ "crosses frequency groups target_encoding", { { "date", 99 } } },
	{ "crosses frequency groups target_encoding", { { "text", 99 } } },
	{ "crosses frequency groups target_encoding", { { "number", 99 } },
		{ missing = 0.1 } },
	{ "crosses few_valued frequency target_encoding",
		{ { "category", 2 } } },
	{ "few_valued frequency", { { "category", 3 }, { "category", 2 } } },
	{ "few_valued frequency", { { "category", 10 }, { "category", 2 } } },
	{ "few_valued", { { "category", 11 }, { "category", 2 } } },
	{ "few_valued", { { "category" }, { "category", 2 } } },
	{ "", { { "number", 99 } }, { columns_left_out = 9 } },
} do
	is(hcc.json_encode(row[2]) .. " needs not: " .. row[1], row[1], idle,
		row[2], row[3])
end
is("scores of texts are for texts", "true false", function()
	return join { trait("idle").text_scores, trait("idle", { columns = {
		{ name = "a", type = "text" } } }).text_scores }
end)
is("trees are told what words say, unless rows or classes are many",
	"true false false", function()
	local function told(rows, classes)
		local s = task()
		s.preview.rows_train, s.preview.classes = rows, classes
		s.preview.columns = { { name = "a", type = "text" },
			{ name = "b", type = "number" } }
		local r = library.directions(traits_of(s), "accuracy")
		return join(r[2].recipes[1].features):find("text_scores",
			1, true) ~= nil
	end
	return join { told(5000, 9), told(5000, 30), told(60000, 2) }
end)
is("crosses of columns of two values each are encoded", "nil", function()
	return tostring(idle({ { "category", 2 }, { "category", 2 } })
		:find("target_encoding"))
end)
is("the metric says what is predicted", "number number ordinal classes",
	function()
	return join { trait("goal", nil, { prediction = "value" }),
		trait("goal", nil, { prediction = "shares" }),
		trait("goal", nil, { prediction = "class", ordered = true }),
		trait("goal", nil, { prediction = "class" }) }
end)
is("two texts have a table beside them: what they have in common", "0 1",
	function()
	local columns = { { name = "a", type = "text" } }
	local one = trait("other", { columns = columns })
	columns[2] = { name = "b", type = "text" }
	return join { one, trait("other", { columns = columns }) }
end)
is("two texts are compared, and what they share is not lost in topics",
	"true 8", function()
	local s = task()
	s.preview.columns = { { name = "a", type = "text" },
		{ name = "b", type = "text" } }
	local pair = library.blend_members(traits_of(s), "log_loss")
	s.preview.columns[2] = nil
	local one = library.blend_members(traits_of(s), "log_loss")
	local function topics(list)
		for _, recipe in ipairs(list) do
			if recipe.model:match("boosting$") then
				return recipe.topics
			end
		end
	end
	return one[1].compared or topics(one)
	    or join { pair[1].compared, topics(pair) }
end)
local function pixels(n, prefix)
	local columns = {}
	for i = 0, n - 1 do
		columns[#columns + 1] = { name = prefix .. i, type = "number" }
	end
	return trait("pixels", { columns = columns })
end
is("64 columns px0 .. are a picture", "(?i)px[\\d_x]+", pixels, 64, "px")
is("65 columns are no picture", nil, pixels, 65, "px")
is("of many columns the preview counts those that it does not list",
	"(?i)px[\\d_x]+ 399", function()
	local preview = { runs = { { first = "px0", last = "px398",
		count = 399 } }, columns_left_out = 299,
		columns = { { name = "px399", type = "category" } } }
	for i = 0, 99 do
		preview.columns[i + 2] = { name = "px" .. i, type = "number" }
	end
	return join { trait("pixels", preview), trait("numbers", preview) }
end)
is("columns of another name are none", nil, pixels, 64, "v")
is("25 columns are too few for a picture", nil, pixels, 25, "px")
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
is("task.md names the target, else the preview", "z y", function()
	local s = task()
	s.task.target = "z"
	return join { traits_of(s).target[1], trait("target")[1] }
end)

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
is("51 classes are too many for boosting, 151 for machines of pairs",
	"true true, true false, false false", function()
	local found = {}
	for i, classes in ipairs { 50, 51, 151 } do
		local all, blend = of_library({ classes = classes })
		local names = family_names(all) .. family_names(blend)
		found[i] = tostring(names:find("svm", 1, true) ~= nil) .. " "
			.. tostring(names:find("boosting", 1, true) ~= nil)
	end
	return table.concat(found, ", ")
end)
is("the draft of too many classes is a discriminant",
	"discriminant hist_gradient_boosting",
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
		if seen[recipes.key(none, r)] then
			return recipes.encode(r)
		end
		seen[recipes.key(none, r)] = true
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

-- What the size of a task changes. The first boosting of the library, and any
-- model of it.
local function columns(numbers, words)
	local list = {}
	for i = 1, numbers + (words or 0) do
		list[i] = { name = "c" .. i,
			type = i <= numbers and "number" or "category" }
	end
	return list
end
local function all_of(model, preview, metric, kind)
	local list = {}
	for _, r in ipairs((of_library(preview, metric, kind))) do
		list[#list + 1] = r.model == model and r or nil
	end
	return list
end
local function boosting(key, preview)
	return all_of("hist_gradient_boosting", preview)[1][key]
end
for _, row in ipairs {
	{ "leaves", "fewer", { rows_train = 3000 }, { rows_train = 3001 } },
	{ "leaves", "fewer", { rows_train = 20000 }, { rows_train = 20001 } },
	{ "rounds", "fewer", { rows_train = 3000 }, { rows_train = 3001 } },
	{ "rounds", "fewer", { rows_train = 3001, classes = 9 },
		{ rows_train = 3001, classes = 8 } },
	{ "rate", "slower", { rows_train = 3001, classes = 8 },
		{ rows_train = 3001, classes = 9 } },
	{ "rate", "slower", { rows_train = 3000 }, { rows_train = 3001 } },
	{ "min_samples_leaf", "smaller", { rows_train = 3000 },
		{ rows_train = 3001 } },
} do
	is(string.format("boosting has %s %s for %s than for %s", row[2], row[1],
		hcc.json_encode(row[3]), hcc.json_encode(row[4])), true, function()
		return boosting(row[1], row[3]) < boosting(row[1], row[4])
	end)
end
is("small networks encode words where there are words", "nil target_encoding",
	function()
	local function features(list)
		local r = all_of("mlp", { columns = list })[1]
		return r.features and join(r.features) or "nil"
	end
	return features(columns(3)) .. " " .. features(columns(3, 1))
end)
for _, row in ipairs {
	{ 40, 0, true }, { 41, 0, false }, { 35, 1, true }, { 36, 1, false },
} do
	is(string.format("a Gaussian process is %s for %d numbers and %d words",
		row[3] and "tried" or "too slow", row[1], row[2]), row[3], function()
		return #all_of("gaussian_process", { columns = columns(row[1],
			row[2]) }, "rmse", "value") > 0
	end)
end
is("where a Gaussian process is fast enough it is the first smooth function",
	"gaussian_process svm", function()
	local function smooth(kind)
		local s = task({ metric = { prediction = kind } })
		for _, d in ipairs(library.directions(traits_of(s), "rmse")) do
			if d.title == "Smooth functions" then
				return d.recipes[1].model
			end
		end
	end
	return smooth("value") .. " " .. smooth("class")
end)
for _, row in ipairs {
	{ "rmse", 20000, "value", true }, { "rmse", 20001, "value", false },
	{ "rmsle", 500, "value", false }, { "accuracy", 500, "class", false },
} do
	is(string.format("numbers %s transformed for %s of %d rows",
		row[4] and "may be" or "are not", row[1], row[2]), row[4], function()
		return all_of("extra_trees", { rows_train = row[2] }, row[1],
			row[3])[1].target_transform ~= nil
	end)
end
is("two classes are noisier than three: kernels begin softer", true, function()
	return all_of("svm", { classes = 2 })[1].C[1]
		< all_of("svm", { classes = 3 })[1].C[1]
end)
for _, row in ipairs {
	{ 300, 60, "discriminant" }, { 301, 60, "linear" },
	{ 300, 50, "gradient" },
} do
	is(string.format("the draft of %d numbers and %d classes is a model of %s",
		row[1], row[2], row[3]), true, function()
		local _, _, t = of_library({ columns = columns(row[1]),
			classes = row[2], rows_train = 5000 })
		local model = library.draft(t, "accuracy").model
		return model:find(row[3], 1, true) ~= nil or model
	end)
end
is("trees of pairs add to a line, where numbers are asked for", "true nil",
	function()
	local function line(kind)
		return tostring(all_of("hist_gradient_boosting",
			{ rows_train = 5000 }, "rmse", kind)[2].line)
	end
	return join { line("value"), line("class") }
end)
is("a draft of boosting has 200 rounds at most", "200 standard log1p",
	function()
	local _, _, t = of_library({ rows_train = 5000 }, "rmse", "value")
	local r = library.draft(t, "rmse")
	return join { r.rounds, join(r.target_transform) }
end)
is("a blend of a table in a hurry is of boosting alone",
	"hist_gradient_boosting hist_gradient_boosting", function()
	local s = task({ time_left = 60, preview = { rows_train = 5000000,
		classes = 2, target = "y", columns = columns(9) } })
	return family_names(library.blend_members(traits_of(s), "accuracy"))
end)

-- More traits.
for _, row in ipairs {
	{ "problem", {}, "other" }, { "missing", {}, 0 }, { "imbalance", {}, 0.5 },
	{ "classes", {}, 2 }, { "rows", {}, 10000 }, { "test_rows", {}, 10000 },
	{ "train", {}, "input/train.csv" },
	{ "sample", {}, "input/sample_submission.csv" },
	{ "sample", { sample = "input/s.csv" }, "input/s.csv" },
	{ "held_out", { rows_train = 200000 }, nil },
	{ "held_out", { rows_train = 200001 }, 1 },
	{ "folds", { rows_train = 500, target = { "u", "v" } }, 5 },
	{ "folds", { rows_train = 100000 }, 5 },
} do
	is(string.format("a preview of %s has as %s: %s", hcc.json_encode(row[2]),
		row[1], tostring(row[3])), row[3], function()
		return traits_of(task({ preview = row[2] }))[row[1]]
	end)
end
is("without a metric of hcc-grade the target tells the goal", "number classes",
	function()
	local function goal(problem)
		local s = task({ preview = { problem = problem } })
		s.metric = nil
		return traits_of(s).goal
	end
	return join { goal("regression"), goal("classification") }
end)
is("pixels are no words", nil, function()
	local list = columns(64, 1)
	for i = 1, 64 do
		list[i].name = "px" .. i
	end
	return next(traits_of(task({ preview = { columns = list } })).types)
end)
is("the libraries are those that the preview names", "pandas xgboost",
	function()
	local list, has = {}, traits_of(task({ preview_text = "Python 3.11.2 with "
		.. "pandas 1.5.3, xgboost 1.7. No other library for data or models "
		.. "is installed." })).has
	for name in pairs(has) do
		list[#list + 1] = name
	end
	table.sort(list)
	return join(list)
end)
-- 1.3 us a cell, that is 58.5 s, beside 0.04 of the time
for _, row in ipairs { { 1462, true }, { 1463, false } } do
	is("5,000,000 rows of 9 numbers with " .. row[1] .. " s left are "
		.. (row[2] and "" or "not ") .. "done in a hurry", row[2], function()
		return traits_of(task({ time_left = row[1], preview = {
			rows_train = 5000000, columns = columns(9) } })).hurried
	end)
end

return cases
