-- Variations: recipes with some of their numbers and features changed, drawn
-- from a generator of the caller's.

local families = require "recipes.families"
local recipes = require "recipes.recipe"

local M = {}

-- A generator of its own, so that the same seed and phase plan the same:
-- a function of n that gives 1 to n.
function M.generator(seed)
	local state = (seed * 2654435761 + 12345) % 4294967296
	return function(n)
		state = (state * 1664525 + 1013904223) % 4294967296
		return (state >> 16) % n + 1
	end
end

-- What a number may be multiplied by.
local factors = {
	rounds = { 0.6, 1.6 }, rate = { 0.5, 0.7, 1.5 }, leaves = { 0.5, 2 },
	min_samples_leaf = { 0.5, 2 }, l2 = { 0.2, 5 }, depth = { 0.7, 1.4 },
	max_features = { 0.6, 1.5 }, trees = { 2 }, C = { 0.3, 3 },
	gamma = { 0.5, 2 }, alpha = { 0.2, 5 }, neighbors = { 0.5, 2 },
	hidden = { 0.5, 2 }, epochs = { 0.5, 2 }, epsilon = { 0.3, 2 },
	shrink = { 0.4, 2 }, vocabulary = { 0.3, 3 }, pca = { 0.5, 2 },
	topics = { 0.5, 2 },
}

-- A number, or each of a list, times a factor, within what its rule allows.
function M.scaled(value, factor, rule)
	local low, high = rule[2], rule[3]
	if type(value) == "table" then
		local list = {}
		for i, item in ipairs(value) do
			list[i] = M.scaled(item, factor, rule)
		end
		return list
	end
	value = math.max(low, math.min(high, value * factor))
	if rule[1] == "integer" or math.type(low) == "integer" and low >= 1
	    and rule[1] == "numbers" then
		return math.max(low, math.floor(value + 0.5))
	end
	return tonumber(string.format("%.3g", value))
end

-- Features that say something only where there are categories.
local needs_words = { frequency = true, target_encoding = true,
	groups = true, crosses = true }

-- The recipe with one to two of its numbers changed. draw(n) gives 1 to n.
function M.mutate(t, recipe, draw)
	local copy = recipes.copy(recipe)
	local family = families.models[recipe.model]
	local view = families.view_keys[recipe.view or family.view]
	local keys = {}
	for _, key in ipairs(recipes.sorted_keys(recipe)) do
		if factors[key] then
			keys[#keys + 1] = key
		end
	end
	for _ = 1, math.min(2, #keys) do
		local key = keys[draw(#keys)]
		local rule = family.keys[key] or view[key]
		local options = factors[key]
		copy[key] = M.scaled(copy[key], options[draw(#options)], rule)
	end
	local extras = view.features
	local pick = extras and extras[draw(#extras - 1) + 1]
	if pick and (t.words > 0 or not needs_words[pick])
	    and draw(3) == 1 then
		local wanted = {}
		local had = false
		for _, feature in ipairs(copy.features or {}) do
			if feature == pick then
				had = true
			else
				wanted[#wanted + 1] = feature
			end
		end
		if not had then
			wanted[#wanted + 1] = pick
		end
		copy.features = wanted
	end
	return copy
end

return M
