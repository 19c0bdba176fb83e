-- Checking recipes against families.lua, so that a slip of the pen is told,
-- not run. Every error names the parameter and says what is allowed.

local families = require "recipes.families"

local M = {}

local function sorted_keys(t)
	local keys = {}
	for key in pairs(t) do
		keys[#keys + 1] = key
	end
	table.sort(keys, function(a, b)
		return tostring(a) < tostring(b)
	end)
	return keys
end
M.sorted_keys = sorted_keys

local function fail(form, ...)
	error("recipe: " .. string.format(form, ...), 0)
end

local function check_number(name, value, rule)
	if type(value) ~= "number" or value < rule.low
	    or value > rule.high then
		fail("'%s' must be a number from %.10g to %.10g", name,
			rule.low, rule.high)
	elseif rule.type:match("^integer") and value ~= math.floor(value) then
		fail("'%s' must be a whole number", name)
	end
end

local function check_choice(name, value, rule)
	for _, allowed in ipairs(rule.values) do
		if allowed == value then
			return
		end
	end
	fail("'%s' must be one of %s, not '%s'", name,
		table.concat(rule.values, ", "), tostring(value))
end

local function check_each(check, list_too)
	return function(name, value, rule)
		if type(value) ~= "table" then
			if list_too then
				fail("'%s' must be a list", name)
			end
			return check(name, value, rule)
		end
		for _, item in ipairs(value) do
			check(name, item, rule)
		end
	end
end

local by_type = {
	integer = check_number,
	number = check_number,
	integers = check_each(check_number),
	one = check_choice,
	list = check_each(check_choice, true),
	names = check_each(function() end, true),
	boolean = function(name, value)
		if type(value) ~= "boolean" then
			fail("'%s' must be true or false", name)
		end
	end,
}

local function check_value(name, value, rule)
	local check = by_type[rule.type]
	if rule.sweep then
		check = check_each(check)
	end
	check(name, value, rule)
end

-- Each parameter of `part` by the rules of the sets that follow.
local function check_keys(part, where, ...)
	local allowed = {}
	for _, set in ipairs({ ... }) do
		for name, rule in pairs(set) do
			allowed[name] = rule
		end
	end
	for _, name in ipairs(sorted_keys(part)) do
		if allowed[name] then
			check_value(name, part[name], allowed[name])
		elseif name ~= "model" and name ~= "members" then
			fail("unknown key '%s' of %s; known: %s",
				tostring(name), where, table.concat(
					sorted_keys(allowed), ", "))
		end
	end
end

-- Parameters under the names that other libraries use become ours.
local function rename_keys(member, family)
	for alias, names in pairs(families.aliases) do
		for _, name in ipairs(names) do
			if member[alias] ~= nil and member[name] == nil
			    and (family.parameters[name]
			    or families.program_keys[name]) then
				member[name], member[alias] = member[alias], nil
			end
		end
	end
end

local function check_member(member, more)
	local family = families.models[member.model]
	if member.model == nil then
		fail("it names no model, as in {\"model\": \"linear\"}")
	elseif not family then
		fail("unknown model '%s'; known: blend, %s",
			tostring(member.model), table.concat(
				sorted_keys(families.models), ", "))
	end
	rename_keys(member, family)
	local view = families.view_of(member)
	check_choice("view", view, { values = family.views })
	check_keys(member, member.model, family.parameters,
		families.member_keys, families.view_keys[view], more or {})
end

-- Check a whole recipe; returns it.
function M.recipe(recipe)
	if type(recipe) ~= "table" then
		fail("the block must be a JSON object")
	elseif recipe.model ~= "blend" then
		check_member(recipe, families.program_keys)
		return recipe
	end
	check_keys(recipe, "blend", families.program_keys)
	if type(recipe.members) ~= "table" or #recipe.members == 0 then
		fail("a blend needs a list of members")
	end
	for _, member in ipairs(recipe.members) do
		check_member(member)
	end
	return recipe
end

return M
