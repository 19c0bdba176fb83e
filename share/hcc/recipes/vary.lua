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

-- A number, or each of a list, times a factor, within what its rule allows.
function M.scaled(value, factor, rule)
	if type(value) == "table" then
		local list = {}
		for i, item in ipairs(value) do
			list[i] = M.scaled(item, factor, rule)
		end
		return list
	end
	value = math.max(rule.low, math.min(rule.high, value * factor))
	if rule.type ~= "number" then
		return math.max(rule.low, math.floor(value + 0.5))
	end
	return tonumber(string.format("%.3g", value))
end

-- The recipe with one to two of its numbers changed. draw(n) gives 1 to n.
function M.mutate(t, recipe, draw)
	local copy = recipes.copy(recipe)
	local keys = {}
	for _, key in ipairs(recipes.sorted_keys(recipe)) do
		if (families.rule(recipe, key) or {}).steps then
			keys[#keys + 1] = key
		end
	end
	for _ = 1, math.min(2, #keys) do
		local key = table.remove(keys, draw(#keys))
		local rule = families.rule(recipe, key)
		copy[key] = M.scaled(copy[key], rule.steps[draw(#rule.steps)],
			rule)
	end
	local extras = (families.rule(recipe, "features") or {}).values
	local pick = extras and extras[draw(#extras)]
	if pick and not t.idle[pick] and draw(3) == 1 then
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
