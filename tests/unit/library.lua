-- library.lua: what is known of a task, and which recipes suit it: a list of
-- {name, what comes out, what should}.
local cases = require "cases"
local library = require "recipes.library"
local recipes = require "recipes.recipe"
local tasks = require "tasks"
local traits_of = require "recipes.traits"

local is, join, task = cases.is, cases.join, tasks.task

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

return cases
