-- Random search: recipes of the same pool, one by one, and no memory at all.
local pool = require "memory.pool"
local recipes = require "recipes.recipe"

local brain = pool.brain(function() end)

local function suggestion(s)
	local recipe = pool.any(s)
	return { title = recipe.model, text = recipes.block(recipe) }
end

function brain.draft(s)
	local one = suggestion(s)
	one.code = brain.improve(s, one).code
	return one
end

function brain.plan(s)
	local directions = {}
	for i = 1, s.m do
		directions[i] = { title = "Chance", why = "no reason",
			suggestions = { suggestion(s) } }
	end
	return { directions = directions }
end

return brain
