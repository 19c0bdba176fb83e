-- Recipes: reading them from the text of a suggestion, writing them. A recipe
-- is a table as JSON has it: a model with its parameters, or a blend with
-- members; families.lua has what they may hold.

local check = require "recipes.check"
local families = require "recipes.families"

local M = { check = check.recipe, sorted_keys = check.sorted_keys }
local sorted_keys = check.sorted_keys

local function quote(text)
	local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n",
		["\r"] = "\\r", ["\t"] = "\\t" }
	return '"' .. text:gsub('["\\%c]', function(c)
		return escapes[c] or string.format("\\u%04x", c:byte())
	end) .. '"'
end

-- JSON with sorted keys, "model" first, so that equal recipes are equal text.
function M.encode(value)
	if type(value) == "string" then
		return quote(value)
	elseif type(value) == "number" then
		if value == math.floor(value) and math.abs(value) < 1e15 then
			return string.format("%d", value)
		end
		return string.format("%.12g", value)
	elseif type(value) ~= "table" then
		return tostring(value)
	end
	local parts = {}
	if #value > 0 or next(value) == nil then
		for _, item in ipairs(value) do
			parts[#parts + 1] = M.encode(item)
		end
		return "[" .. table.concat(parts, ", ") .. "]"
	end
	if value.model then
		parts[1] = '"model": ' .. quote(value.model)
	end
	for _, key in ipairs(sorted_keys(value)) do
		if key ~= "model" then
			parts[#parts + 1] = quote(key) .. ": "
			    .. M.encode(value[key])
		end
	end
	return "{" .. table.concat(parts, ", ") .. "}"
end

-- The recipe as a fenced block: one line a member of a blend.
function M.block(recipe)
	local members = recipe.members
	if not members then
		return "```recipe\n" .. M.encode(recipe) .. "\n```"
	end
	local lines = {}
	for i, member in ipairs(members) do
		lines[i] = "  " .. M.encode(member)
	end
	local rest = {}
	for key, value in pairs(recipe) do
		if key ~= "members" then
			rest[key] = value
		end
	end
	return "```recipe\n" .. M.encode(rest):sub(1, -2)
	    .. ', "members": [\n' .. table.concat(lines, ",\n")
	    .. "\n]}\n```"
end

-- Every recipe of a text that can be read, those of blocks and then those of
-- programs; bad ones are skipped.
function M.all(text)
	local found = {}
	for _, where in ipairs({ "```recipe%s*(.-)```",
		'RECIPE = json%.loads%(r"""%s*(.-)"""%)' }) do
		for block in (text or ""):gmatch(where) do
			local recipe = hcc.json_decode(block)
			if type(recipe) == "table"
			    and pcall(M.check, recipe) then
				found[#found + 1] = recipe
			end
		end
	end
	return found
end

-- The recipe of a suggestion. Prose alone is an error: what could not be
-- followed to the letter would be filed as if it had been.
function M.parse(text)
	local block = (text or ""):match("```recipe%s*(.-)```")
	if not block then
		error("recipe: the suggestion has no ```recipe block, and "
			.. "prose is not understood; write a line ```recipe, "
			.. "a line such as {\"model\": \"linear\", \"C\": "
			.. "[0.1, 1], \"drop\": [\"column\"]}, a line ```; "
			.. "known models: blend, " .. table.concat(
				sorted_keys(families.models), ", "), 0)
	end
	for other in text:gmatch("```recipe%s*(.-)```") do
		if other ~= block then
			error("recipe: the suggestion has several ```recipe "
				.. "blocks; leave one", 0)
		end
	end
	local recipe, why = hcc.json_decode(block)
	if recipe == nil then
		error("recipe: the block is not valid JSON"
			.. (why and ": " .. why or "") .. "; write one object, "
			.. "as in {\"model\": \"linear\"}", 0)
	end
	return M.check(recipe)
end

-- A deep copy.
function M.copy(value)
	if type(value) ~= "table" then
		return value
	end
	local out = {}
	for key, item in pairs(value) do
		out[key] = M.copy(item)
	end
	return out
end

-- The features of a model that add something on a task with traits t.
function M.features(t, recipe)
	local list = {}
	for _, feature in ipairs(recipe.features or {}) do
		if not t.idle[feature] then
			list[#list + 1] = feature
		end
	end
	return list
end

-- What makes two recipes the same idea on a task with traits t: all but the
-- time they may take, what is answered when it is short, what says no more than
-- the default, and features that add nothing.
function M.key(t, recipe)
	local copy = M.copy(recipe)
	copy.time, copy.tolerant = nil, nil
	for _, member in ipairs(copy.members or { copy }) do
		member.features = member.features and M.features(t, member)
		for key, value in pairs(M.copy(member)) do
			local rule = families.models[member.model]
			    and families.rule(member, key)
			if rule and rule.default ~= nil and M.encode(value)
			    == M.encode(rule.default) then
				member[key] = nil
			end
		end
	end
	return M.encode(copy)
end

return M
