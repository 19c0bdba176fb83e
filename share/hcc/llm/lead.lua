-- Lead: does the model lead, or do recipes, with the model beside them?
--
-- A model leads until most of what it wrote has failed.

local M = {}

local enough = 4	-- programs of a model, to judge it by

-- Is this suggestion one of the offline brain?
function M.is_recipe(suggestion)
	return suggestion.text:find("```recipe", 1, true)
		or suggestion.text:find("```constants", 1, true)
end

-- The input with one member changed.
function M.with(s, key, value)
	local copy = {}
	for name, one in pairs(s) do
		copy[name] = one
	end
	copy[key] = value
	return copy
end

-- The suggestions of the drafts' plan, or of all others, by their ids.
function M.planned(s, drafts)
	local all = {}
	for _, plan in ipairs(s.plans or {}) do
		for _, direction in ipairs((plan.phase == 0) == drafts
		    and plan.directions or {}) do
			for _, one in ipairs(direction.suggestions) do
				all[one.id] = one
			end
		end
	end
	return all
end

-- The ids of all suggestions that a model had to write programs for.
local function written(s)
	local ids = {}
	for id, one in pairs(M.planned(s, false)) do
		ids[id] = not M.is_recipe(one) or nil
	end
	return ids
end

-- Did a program of the model work? Nil: it was not run.
local function worked(r)
	local cause = type(r.cause) == "table" and r.cause.class or r.cause
	if r.status == "ok" or r.status == "measured" then
		return true
	elseif r.status ~= "failed" and r.status ~= "timeout"
	    or type(cause) == "string" and cause:find("^struck%f[%A]") then
		return nil
	end
	return false
end

-- Why recipes are to lead, or nil.
function M.too_weak(s)
	local ids, failed, n = written(s), 0, 0
	local function count(results)
		for _, r in ipairs(results or {}) do
			local fine = worked(r)
			if ids[r.id] and fine ~= nil then
				ids[r.id], n = nil, n + 1
				failed = failed + (fine and 0 or 1)
			end
		end
	end
	count(s.results)
	for _, note in ipairs(s.notes or {}) do
		count(note.results)
	end
	return n >= enough and failed * 2 > n and string.format(
		"%d of %d programs of the model failed", failed, n) or nil
end

-- A plan of which one direction is the model's and the others are recipes; a
-- model without a usable plan costs it nothing. `recipes`, `model`: functions
-- that plan s.m directions.
function M.beside(s, recipes, model)
	if s.exhausted then
		return recipes(s)
	end
	local plan = recipes(M.with(s, "m", math.max(1, s.m - 1)))
	local own = model(M.with(s, "m", 1))
	for _, direction in ipairs(own.brain and {} or own.directions) do
		table.insert(plan.directions, direction)
	end
	return plan
end

return M
