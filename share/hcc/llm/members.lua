-- Members: what an answer's JSON has, whatever its names and types: a text in
-- place of a list, a list in place of a text, plurals.

local text = require "llm.text"

local M = {}

-- A value as text, or nil; lines of a list become one text.
function M.string_of(value, most)
	if type(value) == "table" and type(value[1]) == "string" then
		value = table.concat(value, "; ")
	end
	local s = type(value) == "string" and text.plain(value, most) or ""
	return s ~= "" and s or nil
end

function M.line_of(value, most)
	local s = type(value) == "string" and text.line(value, most) or ""
	return s ~= "" and s or nil
end

-- A list as it is; the members of {"1": .., "2": ..} in order; another value
-- alone in a list.
function M.list_of(value)
	if type(value) ~= "table" or #value > 0 then
		return type(value) == "table" and value or { value }
	end
	local keys, list = {}, {}
	for key in pairs(value) do
		if type(key) == "string" and key:find("^%a*[ _]?%d+$") then
			keys[#keys + 1] = key
		end
	end
	if #keys == 0 then
		return next(value) ~= nil and { value } or {}
	end
	table.sort(keys, function(a, b)
		return tonumber(a:match("%d+")) < tonumber(b:match("%d+"))
	end)
	for i, key in ipairs(keys) do
		list[i] = value[key]
	end
	return list
end

-- The first member that an object has of these names, or that begins so and has
-- a further word; a number behind a name counts a list.
function M.member(value, names)
	for _, name in ipairs(type(value) == "table" and names or {}) do
		if value[name] ~= nil then
			return value[name]
		end
	end
	local first
	for _, name in ipairs(type(value) == "table" and names or {}) do
		for key in pairs(value) do
			if type(key) == "string" and #name > 8
			    and key:find("^" .. name .. "_%a")
			    and (not first or key < first) then
				first = key
			end
		end
	end
	return first and value[first]
end

-- What has the words of a list's item that is an object.
local in_item = { "text", "remark", "claim", "rule", "step", "description",
	"id", "ref", "reference", "suggestion" }

-- At most `count` lines of a list, or of a single string.
function M.lines_of(value, count, most)
	local list = {}
	for _, one in ipairs(M.list_of(value)) do
		if #list < count then
			list[#list + 1] = M.line_of(type(one) == "table"
				and M.member(one, in_item) or one, most)
		end
	end
	return list
end

-- Did the model copy the "..." of the form, or the form's example?
function M.is_echo(s, form)
	return not s:find("[%w\128-\255]") or
		#s > 20 and form:find(s, 1, true) ~= nil
end

return M
