-- kinds.lua: what the recipes make of words, pictures and wide tables: a list
-- of {name, what comes out, what should}.
local cases = require "cases"
local library = require "recipes.library"
local offline = require "brain.offline"
local recipes = require "recipes.recipe"
local report = require "recipes.report"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, has, join = cases.is, cases.has, cases.join
local task = tasks.plain

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
is("of many classes it is least squares, balanced where classes count the same",
	"ridge/words ridge linear nb_svm balanced",
	function()
	local s = task({ columns = words.columns, classes = 11 })
	return draft(s) .. " " .. models(s, "Words and letters")
	    :match("^%S+ %S+ %S+") .. " "
	    .. library.draft(traits_of(s), "f1_macro").class_weight
end)

-- Pictures.
is("a blend on pictures begins with kernels and ends with a line", "svm/pixels "
	.. "svm/pixels linear/pixels mlp/pixels discriminant/pixels svm/pixels "
	.. "svm/pixels extra_trees/pixels mlp/pixels knn/pixels "
	.. "extra_trees/pixels discriminant/pixels linear/pixels",
	members, task(pictures))
is("sounds are heard before their pictures are seen", "Models on sounds "
	.. "sounds sounds", function()
	local s = task()
	s.preview.sounds_train, s.preview.sounds_test = "{id}.wav", "{id}.wav"
	local t = traits_of(s)
	return join { library.directions(t, "accuracy")[1].title,
		library.draft(t, "accuracy").features[1],
		library.blend_members(t, "accuracy")[1].features[1] }
end)
is("few files of pictures are seen in detail, but by the draft", "64 nil 32",
	function()
	local function side(rows)
		local s = task()
		s.preview.kind, s.preview.rows_train = "image", rows
		s.preview.rows_test, s.time_total = 100, 300
		s.preview.images_train = "input/a/{id}.png"
		s.preview.images_test = "input/b/{id}.png"
		local t = traits_of(s)
		return t.side, library.draft(t, "accuracy").side
	end
	local few, draft = side(1000)
	return join { few, tostring((side(2000))), draft }
end)
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
local four = task({ rows_train = 3, columns = { { name = "a",
	type = "number" }, { name = "b", type = "number" }, { name = "c",
	type = "number" }, { name = "d", type = "number" } } })
is("more columns than rows are for a discriminant", "discriminant", draft,
	four)
is("a line is held back the more, the more columns there are", "1.2 12",
	function()
	local r = library.directions(traits_of(four), "accuracy")[1].recipes[2]
	return r.model == "ridge" and join(r.C)
end)
is("numbers of more columns than rows are for a line", "linear", function()
	local t = traits_of(four)
	t.goal = "number"
	return library.draft(t, "mae").model
end)
is("a blend of more columns than rows has no boosting", false, function()
	for _, r in ipairs(library.blend_members(traits_of(four),
	    "accuracy")) do
		if r.model:find("boost") then
			return true
		end
	end
	return false
end)
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

return cases
