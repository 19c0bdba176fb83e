-- Blends: which models the next ones are made of.

local families = require "recipes.families"
local library = require "recipes.library"
local memory = require "recipes.memory"
local recipes = require "recipes.recipe"

local M = {}

-- Members of the next blend: the best recipe of each family that ran here, what
-- wisdom names, the second best here, then the library's, without families that
-- failed; what is worse alone may still err elsewhere. And the ids of that
-- wisdom.
local function members_of(s, t, tried, most, ran_only)
	local failed, list, seen, count = memory.failed(tried), {}, {}, {}
	local from, never = {}, memory.ruled(s)
	local function add(recipe, limit)
		local member = recipes.copy(recipe)
		for key in pairs(families.program_keys) do
			member[key] = nil
		end
		local key, name = recipes.key(t, member), member.model
		if #list < most and not seen[key] and not failed[name]
		    and not never[name]
		    and (count[name] or 0) < limit then
			seen[key] = true
			count[name] = (count[name] or 0) + 1
			list[#list + 1] = member
			return true
		end
		return false
	end
	local ranking = {}
	for _, entry in ipairs(memory.ranking(s, tried, false)) do
		-- a draft is made to be quick
		if entry.phase ~= 0 or ran_only then
			ranking[#ranking + 1] = entry
			add(entry.recipe, 1)
		end
	end
	for _, entry in ipairs(ran_only and {} or memory.inherited(s)) do
		for i, member in ipairs(entry.recipe.members or
		    { entry.recipe }) do
			if i <= 3 and entry.place <= 2 and add(member, 2)
			    and from[#from] ~= entry.from then
				from[#from + 1] = entry.from
			end
		end
	end
	for i, entry in ipairs(ranking) do
		if i <= 4 then
			add(entry.recipe, 2)
		end
	end
	for _, recipe in ipairs(ran_only and {}
	    or library.blend_members(t, s.task.metric)) do
		add(recipe, recipe.model:match("boosting$") and 3 or 2)
	end
	return list, from
end

-- How many members, by the seconds that there are; the first is tried first.
local function sizes(t, seconds)
	if t.rows * t.width > 100000 then
		return seconds < 90 and { 4, 3 } or seconds < 300
		    and { 6, 5, 7 } or { 9, 7, 11 }
	end
	return seconds < 45 and { 4, 6, 5 } or seconds < 120
	    and { 7, 5, 9 } or { 10, 8, 12, 6, 14 }
end

-- The next blends, of so many seconds: a list of { recipe, from = ids of the
-- wisdom that members are from }. With `ran_only` only models that ran here
-- are members, and no quick model answers for them.
function M.list(s, t, tried, seconds, ran_only)
	local list = {}
	for _, size in ipairs(sizes(t, seconds)) do
		local members, from = members_of(s, t, tried, size, ran_only)
		local recipe = { model = "blend", time = seconds,
			members = members }
		if ran_only then
			recipe.tolerant = false
		end
		if #members > 1 then
			list[#list + 1] = { recipe = recipe, from = from }
		end
	end
	return list
end

return M
