-- The library: which recipes suit which task, best first, with priors for
-- their hyperparameters. Every list is read in order; a plan takes what has
-- not been tried.

local M = { adjust = nil }

local MANY_CLASSES = 50
local MANY_PAIRS = 150	-- classes, of which each pair has its machine
local SEVERAL = 10	-- classes; more logistic regressions are slow
local FEW = 3		-- columns of numbers

local function is_wide(t)
	return t.numbers > t.rows
end

local function with(recipe, more)
	local out = {}
	for key, value in pairs(recipe) do
		out[key] = value
	end
	for key, value in pairs(more) do
		out[key] = value
	end
	return out
end

-- Features for trees: what pays without costing much, or adds nothing. Scores
-- of texts are six lines a fold and class.
local function tree_features(t)
	return { "frequency", "target_encoding", t.text
		and t.rows * t.width <= 100000 and "text_scores" or nil }
end

local function boosting(t)
	local small, wide = t.rows <= 3000, t.width > 8
	local base = {
		model = "hist_gradient_boosting", features = tree_features(t),
		rounds = wide and 120 or small and 250 or 500,
		rate = wide and 0.1 or small and 0.05 or 0.06,
		leaves = small and 8 or t.rows > 20000 and 31 or 15,
		min_samples_leaf = small and 10 or 20, l2 = 1,
	}
	local list = { base }
	local rich = with(base, { l2 = 5, leaves = small and 6 or 24,
		line = t.goal == "number" or nil })
	rich.features = { table.unpack(base.features) }
	table.insert(rich.features, "pairs")
	if t.words > 0 and t.numbers > 0 then
		table.insert(rich.features, "groups")
	end
	if t.words > 1 then
		table.insert(rich.features, "crosses")
	end
	list[2] = rich
	local stochastic = {
		model = "gradient_boosting", features = base.features,
		rounds = wide and 120 or 400, rate = wide and 0.1 or 0.04,
		depth = small and 3 or 6,
		max_features = 0.3, min_samples_leaf = small and 3 or 10,
	}
	if small then
		list = { stochastic, rich, base }
	else
		list[3] = stochastic
	end
	list[#list + 1] = with(base, { rate = 0.02, rounds = 1500, l2 = 10,
		leaves = small and 4 or 48, min_samples_leaf = 40 })
	if t.texts > 1 then
		-- what they have in common is lost among many topics
		for i, recipe in ipairs(list) do
			recipe.topics = i ~= 2 and 8 or nil
		end
	end
	if t.has.xgboost then
		list[#list + 1] = { model = "xgboost",
			topics = t.texts > 1 and 8 or nil,
			features = base.features, rounds = base.rounds,
			rate = base.rate, leaves = base.leaves, l2 = 1,
			min_child_weight = small and { 1, 5 } or { 1, 20 } }
	end
	return list
end

local function forests(t)
	local features = tree_features(t)
	local with_pairs = { "pairs", table.unpack(features) }
	if is_wide(t) then
		return { { model = "extra_trees", trees = 1000,
			min_samples_leaf = { 1, 3 } },
			{ model = "random_forest", trees = 1000 } }
	end
	return {
		{ model = "extra_trees", features = features, trees = 400,
			max_features = 0.5, min_samples_leaf = { 1, 3 } },
		{ model = "random_forest", features = with_pairs, trees = 400,
			min_samples_leaf = { 1, 3 } },
		{ model = "extra_trees", features = features, trees = 1000,
			max_features = 0.9, min_samples_leaf = { 2, 5 } },
	}
end

local function smooth(t)
	-- two classes are mostly noisy, many mostly clean
	local noisy = t.goal == "classes" and t.width <= 2
	local list = {
		{ model = "svm", scale = "standard",
			C = noisy and { 1, 8, 40 } or { 8, 40, 1 },
			-- topics of texts are many
			gamma = t.text and { 0.4, 0.1 } or { 0.4, 1.2 },
			rows = t.rows > 6000 and 5000 or nil },
		{ model = "mlp", scale = "rank", hidden = { 64, 32 },
			alpha = { 0.1, 1 }, starts = 3 },
		{ model = "svm", scale = "rank", C = { 8, 1 },
			gamma = { 0.6, 0.2 } },
		{ model = "mlp", scale = "standard", hidden = { 200 },
			alpha = { 0.3, 3 }, starts = 4 },
	}
	if t.words > 0 then
		list[2].features = { "target_encoding" }
	end
	if t.goal ~= "classes" and t.rows <= 3000
	    and t.numbers + 5 * t.words <= 40 then
		table.insert(list, 1, { model = "gaussian_process",
			scale = "standard" })
	end
	return list
end

local function plain(t)
	if is_wide(t) then
		return {
			{ model = "linear", scale = "rank", C = { 0.1, 1 } },
			{ model = "knn", scale = "rank",
				neighbors = { 12, 40, 4 } },
			{ model = "elastic_net", scale = "rank",
				C = { 0.1, 1 } },
		}
	end
	local list = {
		{ model = "linear", scale = "standard",
			features = { "few_valued", "target_encoding" },
			C = { 1, 0.1, 10, 0.01 } },
		{ model = "knn", scale = "rank", neighbors = { 12, 40, 4 } },
		{ model = "elastic_net", scale = "rank",
			features = { "few_valued", "pairs" }, C = { 0.1, 1 } },
	}
	if t.goal == "classes" then
		list[4] = { model = "discriminant", scale = "rank",
			kind = "quadratic", shrink = { 0.1, 0.02, 0.5 } }
		list[5] = { model = "discriminant", scale = "rank" }
	end
	return list
end

-- Many classes at once; where each class counts the same, its rows do.
local function least_squares(metric, more)
	local even = metric:match("macro$") or metric == "balanced_accuracy"
	return with({ model = "ridge", view = "words",
		class_weight = even and "balanced" or nil }, more)
end

local function on_words(t, metric)
	local list = {
		{ model = "linear", view = "words", C = t.goal == "classes"
			and { 5, 25, 1 } or { 1, 0.3, 3 } },
	}
	if t.goal == "classes" then
		list[2] = { model = "nb_svm", view = "words",
			counts = true, analyzers = { "word", "char_wb" },
			with_table = false, C = { 0.3, 0.05, 1 } }
		list[3] = { model = "naive_bayes", view = "words",
			with_table = false, char_ngrams = 6 }
		list[4] = { model = "linear_svm", view = "words",
			marks = false, C = { 0.2, 0.07, 1 } }
		list[5] = { model = "linear", view = "words",
			analyzers = { "char" }, char_ngrams = 6,
			lowercase = false, C = { 5, 25 } }
		list[6] = { model = "naive_bayes", view = "words",
			kind = "complement", analyzers = { "word" }, marks = false,
			word_ngrams = 2, min_df = 1, with_table = false,
			alpha = { 0.4, 1, 0.1 } }
		if t.width > SEVERAL then
			table.insert(list, 1, least_squares(metric,
				{ C = { 2, 6 } }))
		end
	else
		list[2] = { model = "linear_svm", view = "words",
			C = { 0.2, 0.05, 0.6 } }
		list[3] = { model = "linear", view = "words",
			analyzers = { "char" }, char_ngrams = 6,
			C = { 1, 0.3 } }
	end
	if t.texts > 1 then
		table.insert(list, 1, { model = "linear_svm", view = "words",
			compared = true, C = { 0.2, 0.05, 0.6 } })
	end
	return list
end

-- More columns than rows: each says little, and all are held back.
local function wide(t, metric)
	local function per_column(...)
		local list = {}
		for i, C in ipairs({ ... }) do
			list[i] = tonumber(string.format("%.2g", C / t.numbers))
		end
		return list
	end
	if t.goal ~= "classes" then
		return { { model = "linear", scale = "standard",
			C = per_column(5, 50, 0.5) } }
	end
	return {
		{ model = "discriminant", scale = "standard",
			shrink = { 0.1, 0.3, 0.02 } },
		least_squares(metric, { view = "dense", scale = "standard",
			C = per_column(5, 50) }),
		{ model = "linear_svm", scale = "standard",
			C = per_column(5, 50) },
	}
end

-- What is in a picture: the directions of edges, waves, patterns of neighbours,
-- typical pieces, colours; each alone sees less than all.
local function on_pieces(t)
	local all = { "gradients", "fourier", "patterns", "patches", "colours",
		"places" }
	local list = {
		{ model = "svm", view = "pixels", features = all, pca = 150,
			C = { 10 }, gamma = { 0.5, 1 } },
		{ model = "svm", view = "pixels", features = { "patches",
			"fourier" }, pca = 150, C = { 10 },
			gamma = { 0.5, 1 } },
		{ model = "extra_trees", view = "pixels", trees = 400,
			features = all },
		{ model = "mlp", view = "pixels", features = all, pca = 150,
			hidden = { 128 }, alpha = { 1 }, starts = 2 },
		{ model = "linear", view = "pixels", features = all, pca = 150,
			C = { 0.1, 1, 0.01 } },
	}
	if t.goal == "classes" then
		list[6] = { model = "discriminant", view = "pixels",
			features = all, pca = 150 }
	end
	for i, recipe in ipairs(list) do
		recipe.side = i ~= 2 and t.side or nil
	end
	return list
end

-- What is heard of a sound as a whole, and its picture beside that.
local function on_sounds(t)
	local heard = { "sounds" }
	local list = {
		{ model = "svm", view = "pixels", features = heard,
			C = { 10, 2 }, gamma = { 0.5, 1 } },
		{ model = "linear", view = "pixels", features = heard,
			C = { 0.01, 0.1, 0.001 } },
		{ model = "svm", view = "pixels", features = { "sounds",
			"patches", "fourier" }, pca = 150, C = { 10 },
			gamma = { 0.5, 1 } },
		{ model = "extra_trees", view = "pixels", features = heard,
			trees = 400 },
		{ model = "mlp", view = "pixels", features = heard,
			hidden = { 128 }, alpha = { 1 }, starts = 2 },
	}
	if t.goal == "classes" then
		list[6] = { model = "discriminant", view = "pixels",
			features = heard, pca = 100 }
	end
	return list
end

-- Nets on whole pictures; where left and right, or up and down, are alike, a
-- mirror makes more of them.
local function on_pictures(t)
	local net = { model = "conv_net", epochs = t.rows <= 2000 and 80
		or t.rows <= 10000 and 40 or 15 }
	return { net, with(net, { mirror = "sides" }),
		with(net, { channels = 32 }), with(net, { mirror = "all" }) }
end

local function on_pixels(t)
	local list = {
		{ model = "svm", view = "pixels", pca = 150, C = { 10 },
			gamma = { 0.5, 1, 2 } },
		{ model = "svm", view = "pixels", features = { "grey" },
			shifts = t.rows <= 6000, C = { 10 }, gamma = { 1, 3 } },
		{ model = "mlp", view = "pixels", hidden = { 200, 100 },
			shifts = t.rows <= 6000, alpha = { 0.1 }, starts = 2 },
		{ model = "knn", view = "pixels", pca = 60,
			shifts = t.rows <= 6000, neighbors = { 3, 6, 12 } },
		{ model = "extra_trees", view = "pixels", trees = 400,
			min_samples_leaf = 1 },
		{ model = "linear", view = "pixels", pca = 300,
			C = { 0.1, 1, 10 } },
	}
	if t.goal == "classes" then
		list[7] = { model = "discriminant", view = "pixels", pca = 40,
			kind = "quadratic", shrink = { 0.02, 0.1, 0.3 } }
	end
	return list
end

-- Each series by itself.
local function on_series()
	return {
		{ model = "exponential_smoothing",
			trend = { "damped", "none" } },
		{ model = "exponential_smoothing", trend = "add" },
	}
end

-- What takes a tree or a machine on all rows for each class is too slow for
-- many classes; so are trees for more columns than rows.
local function affordable(t, list)
	local kept = {}
	for _, recipe in ipairs(list) do
		local model = recipe.model
		if not (t.width > MANY_PAIRS and model == "svm"
		    or t.width > MANY_CLASSES and (model:match("boost")
		    or model == "nb_svm")
		    or is_wide(t) and model:match("boost")) then
			kept[#kept + 1] = recipe
		end
	end
	return kept
end

-- Target scale and loss: skewed targets and absolute errors want their own.
local function suit(t, metric, list)
	for i, recipe in ipairs(list) do
		local boosted = recipe.model:match("boosting$")
		if metric == "mae" and boosted and i == 1 then
			recipe.loss = { "squared_error", "absolute_error" }
		end
		if t.goal == "number" and metric ~= "rmsle"
		    and t.rows <= 20000 then
			recipe.target_transform = { "standard", "log1p" }
		end
		if t.goal == "ordinal" and recipe.model == "svm" then
			recipe.as = "number"
		end
	end
	return list
end

-- The recipes that are fast enough here, as M.adjust(recipe) makes them, if
-- there is one.
local function adjusted(t, list)
	list = affordable(t, list)
	for i, recipe in ipairs(list) do
		list[i] = M.adjust and M.adjust(recipe) or recipe
	end
	return list
end

-- Directions for a task: { title, why, recipes } in order of promise.
function M.directions(t, metric)
	local boosted = { title = "Boosted trees",
		why = "they take mixed columns, gaps and interactions as they "
		    .. "come",
		recipes = adjusted(t, suit(t, metric, boosting(t))) }
	if t.hurried then
		local list = boosted.recipes
		boosted.recipes = { list[1], list[#list] }
		return { boosted, { title = "Boosted trees on relations",
			why = "what trees find slowly is given to them",
			recipes = { list[2] } } }
	end
	local bagged = { title = "Bagged trees",
		why = "they hardly overfit and err elsewhere than boosting "
		    .. "does",
		recipes = adjusted(t, suit(t, metric, forests(t))) }
	local curved = { title = "Smooth functions",
		why = "kernels and small networks follow curved boundaries "
		    .. "that trees cut into steps",
		recipes = adjusted(t, suit(t, metric, smooth(t))) }
	local simple = { title = "Linear models and neighbours",
		why = "few parameters: hard to beat on small data and a "
		    .. "useful voice in a blend",
		recipes = adjusted(t, suit(t, metric, plain(t))) }
	if t.image then
		local nets = { title = "Convolutional networks",
			why = "they find what a picture shows, wherever it is",
			recipes = adjusted(t, on_pictures(t)) }
		local pieces = { title = "Models on pieces and waves",
			why = "what is in a picture counts, not where, and "
			    .. "noise cancels out",
			recipes = adjusted(t, on_pieces(t)) }
		local pixels = { title = "Models on pixels and gradients",
			why = "small pictures: kernels and networks see shapes "
			    .. "through gradients",
			recipes = adjusted(t, on_pixels(t)) }
		local list = t.has.torch and { nets, pieces, pixels }
		    or { pieces, pixels }
		if t.sound then
			table.insert(list, 1, { title = "Models on sounds",
				why = "what a sound is like as a whole tells "
				    .. "more than its picture",
				recipes = adjusted(t, on_sounds(t)) })
		end
		return list
	elseif t.text then
		local worded = { title = "Words and letters",
			why = "sparse TF-IDF with linear models is strong on "
			    .. "short texts",
			recipes = adjusted(t, on_words(t, metric)) }
		-- trees see little in texts alone
		return t.other > 0 and { worded, boosted, curved, bagged, simple }
		    or { worded, curved }
	end
	local list = { boosted, curved, bagged, simple }
	if is_wide(t) then
		list[1] = { title = "Linear models that are held back",
			why = "of more columns than rows each says little",
			recipes = adjusted(t, wide(t, metric)) }
	end
	if t.series then
		-- where a row says little but when it is, its past says most
		table.insert(list, t.numbers <= FEW and 1 or #list + 1, {
			title = "Each series by itself",
			why = "level, trend and season go on, also beyond what "
			    .. "trees have seen",
			recipes = adjusted(t, suit(t, metric, on_series())) })
	end
	return list
end

-- Members of a blend, the most useful first.
function M.blend_members(t, metric)
	local order = {}
	local function take(list, ...)
		suit(t, metric, list)
		for _, i in ipairs({ ... }) do
			local kept = affordable(t, { list[i] })
			order[#order + 1] = kept[1]
		end
	end
	if t.image then
		if t.sound then
			take(on_sounds(t), 1, 2, 3, 4, 5, 6)
		end
		-- a net needs its time for itself: what it leaves is blended
		take(on_pieces(t), 1)
		take(on_pixels(t), 1)
		take(on_pieces(t), 5, 4, 6, 2)
		take(on_pixels(t), 2)
		take(on_pieces(t), 3)
		take(on_pixels(t), 3, 4, 5, 7, 6)
		return order
	elseif t.text then
		local table_too = t.other > 0 or t.goal ~= "classes"
		take(on_words(t, metric), 1, 2, 3, 4, 6)
		if table_too then
			take(boosting(t), 1)
		end
		take(on_words(t, metric), 5)
		take(smooth(t), table_too and 2 or 1)
		take(forests(t), table_too and 1 or nil)
		take(boosting(t), table_too and 2 or nil)
		return order
	end
	if t.hurried then
		take(boosting(t), 1, 2)
		return order
	end
	if is_wide(t) then
		take(wide(t, metric), 1, 2, 3)
		take(forests(t), 1)
		take(smooth(t), 1)
		take(plain(t), 1, 3, 2)
		take(forests(t), 2)
		return order
	end
	take(boosting(t), 1)
	if t.series then
		take(on_series(), 1)
	end
	take(smooth(t), 1)
	take(plain(t), 1)
	take(boosting(t), 2, 5)
	take(forests(t), 1)
	take(smooth(t), 2)
	take(boosting(t), 3)
	take(plain(t), 4, 2)
	take(smooth(t), 3)
	take(forests(t), 2)
	return order
end

-- One fast model that hardly ever fails.
local function first(t, metric)
	if t.image then
		local list = t.sound and on_sounds(t) or on_pieces(t)
		return t.width > MANY_PAIRS and list[6]
		    or with(list[1], { C = 10, gamma = 0.5, side = 32 })
	elseif t.text and t.width > SEVERAL then
		return least_squares(metric, { C = 2, analyzers = { "word" } })
	elseif t.text then
		return { model = "linear", view = "words", C = 5,
			analyzers = { "word" } }
	elseif t.width > MANY_CLASSES and t.numbers <= 300 then
		return { model = "discriminant", scale = "standard" }
	elseif is_wide(t) then
		return wide(t, metric)[1]
	elseif t.width > MANY_CLASSES then
		return { model = "linear", scale = "standard",
			C = { 0.1, 1 } }
	end
	local recipe = with(suit(t, metric, boosting(t))[1], {})
	recipe.rounds = math.min(recipe.rounds, 200)
	return recipe
end

-- The recipe of a draft.
function M.draft(t, metric)
	return adjusted(t, { first(t, metric) })[1]
end

return M
