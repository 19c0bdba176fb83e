-- Repair: the recipe of a failed program, changed by the class of its error.
-- The method stays as long as it can; each further try gives up more of it.

local families = require "recipes.families"
local recipes = require "recipes.recipe"
local vary = require "recipes.vary"

local M = {}

-- Stop a blend from training what the log calls the culprit.
local function without_member(recipe, failure)
	if not recipe.members or #recipe.members < 3 then
		return nil
	end
	local text = (failure.message or "") .. "\n" .. (failure.frame or "")
	    .. "\n" .. (failure.log or "")
	local last
	for name in text:gmatch("%f[%w]([%w_]+): [%w_]+") do
		if families.models[name] then
			last = name
		end
	end
	for function_ in text:gmatch("in fit_([%w_]+)") do
		last = families.models[function_] and function_ or last
	end
	local kept = {}
	for _, member in ipairs(recipe.members) do
		if member.model ~= last then
			kept[#kept + 1] = member
		end
	end
	if last and #kept > 1 and #kept < #recipe.members then
		recipe.members = kept
		return "left out the member " .. last
	end
	return nil
end

local function each_member(recipe, change)
	for _, member in ipairs(recipe.members or { recipe }) do
		change(member)
	end
end

local function shorter(recipe, s, factor)
	local limit = 0.85 * (s.limit or 600)
	recipe.time = math.max(5, math.floor(
		math.min(recipe.time or limit, limit) * factor))
	recipe.repeats = 1
	recipe.folds = math.max(2, math.min(recipe.folds or 5, 5) - 1)
end

-- Less work for every member; keeps its kind.
local function lighter(recipe)
	each_member(recipe, function(member)
		for _, key in ipairs(recipes.sorted_keys(member)) do
			local rule = families.rule(member, key)
			if rule and rule.costs then
				member[key] = vary.scaled(member[key], 0.5,
					rule)
			end
		end
		if member.model == "svm" then
			member.rows = math.min(member.rows or 6000, 6000)
		end
		member.shifts = nil
		if type(member.C) == "table" then
			member.C = member.C[(#member.C + 1) // 2]
		end
	end)
end

-- Only the features that hardly anything can go wrong with.
local function plainer(recipe)
	each_member(recipe, function(member)
		member.features = nil
		member.target_transform = nil
		member.counts = nil
	end)
end

local function fewer_members(recipe)
	if recipe.members and #recipe.members > 2 then
		local kept = {}
		for i = 1, (#recipe.members + 1) // 2 do
			kept[i] = recipe.members[i]
		end
		recipe.members = kept
		return true
	end
	return false
end

-- The columns that the message names, to be left out.
local function named_columns(s, failure)
	local text = (failure.message or "") .. " " .. (failure.log or "")
	    :sub(-2000)
	local found = {}
	for _, column in ipairs((s.preview or {}).columns or {}) do
		local name = tostring(column.name)
		if #name > 1 and (text:find("'" .. name .. "'", 1, true)
		    or text:find('"' .. name .. '"', 1, true)) then
			found[#found + 1] = name
		end
	end
	return found
end

local function repair_time(recipe, s)
	shorter(recipe, s, 0.6)
	lighter(recipe)
	local fewer = fewer_members(recipe)
	return "less time, fewer folds and lighter models"
	    .. (fewer and ", half of the members" or "")
end

local function repair_memory(recipe)
	lighter(recipe)
	fewer_members(recipe)
	each_member(recipe, function(member)
		member.features = nil
	end)
	recipe.folds = math.min(recipe.folds or 3, 3)
	return "lighter models, fewer members and features for memory"
end

local function repair_data(recipe, s, failure)
	local columns = named_columns(s, failure)
	if #columns > 0 and #columns < 5 then
		recipe.drop = columns
		return "left out the column " .. table.concat(columns, ", ")
	end
	local note = without_member(recipe, failure)
	if note then
		return note
	end
	plainer(recipe)
	return "plain features only"
end

local by_class = {
	timeout = repair_time,
	killed = repair_memory,
	memory = repair_memory,
	no_metric = repair_time,
}

-- A model of another kind, for when the chosen one cannot work at all.
local function substitute(recipe)
	local model = recipe.members and recipe.members[1].model
	    or recipe.model
	local view = (recipe.members and recipe.members[1].view)
	    or recipe.view or families.models[model].view
	local other = (view == "words" or view == "pixels") and "linear"
	    or model == "hist_gradient_boosting" and "extra_trees"
	    or "hist_gradient_boosting"
	if other == model then
		return nil
	end
	local keep = (view == "words" or view == "pixels") and view or nil
	return { model = other, view = keep, time = recipe.time, folds = 3,
		repeats = 1 }
end

-- The repaired recipe and a note, or nil and the reason to give up.
-- A missing input file or target cannot be repaired by any recipe.
function M.repair(s, recipe, failure)
	recipe = recipes.copy(recipe)
	local message = failure.message or ""
	if failure.class == "file" and message:find("no table", 1, true)
	    or message:find("needs python3-pil", 1, true)
	    or message:find("has fewer than two values", 1, true)
	    or message:find("no column '", 1, true)
	    or message:find("ids of the sample are not in", 1, true) then
		return nil, "the data, not the method, is at fault: " .. message
	end
	local tries = failure.attempt or 1
	if tries >= 3 then
		local other = substitute(recipe)
		if not other or tries > 3 then
			return nil, "three repairs did not help: " .. message
		end
		return other, "another kind of model: " .. other.model
	end
	if failure.limit == "time" then
		return recipe, repair_time(recipe, s)
	elseif failure.limit == "memory" then
		return recipe, repair_memory(recipe)
	end
	local note = (by_class[failure.class] or repair_data)(recipe, s,
		failure)
	if tries == 2 then
		plainer(recipe)
		shorter(recipe, s, 0.8)
		fewer_members(recipe)
		note = note .. "; plain features, fewer members"
	end
	return recipe, note
end

return M
