-- Plans: the directions and suggestions of an answer, in whatever form it has
-- them. A suggestion that cannot be carried out is left out.

local answer = require "llm.answer"
local filler = require "llm.filler"
local members = require "llm.members"
local network = require "llm.network"
local outline = require "llm.outline"
local text = require "llm.text"

local M = {}

local string_of = members.string_of
local line_of = members.line_of
local list_of = members.list_of
local member = members.member
local is_echo = members.is_echo

local in_direction = { "suggestions", "suggestion", "ideas", "experiments",
	"steps" }
local in_plan = { "directions", "direction", "plan", "plans", "ideas",
	"hypotheses" }
local in_suggestion = { "text", "description", "details", "detail", "idea",
	"what", "content", "action", "method", "approach", "steps" }

-- Why a suggestion cannot be carried out, or nil. `online`: there is a network.
local function impossible(what, online)
	local low = what:lower()
	if low:find("pip3? install") or low:find("conda install")
	    or low:find("apt[%w-]* install") then
		return "nothing can be installed"
	elseif what:find("^%W*TODO") or what:find("^%s*<[%w _]+>%s*$") then
		return "it is a placeholder"
	elseif not online and (low:find("^%W*download%f[%W]")
	    or network.asks(what) or low:find("google colab", 1, true)
	    or low:find("%f[%w]openai api")) then
		return "there is no network"
	elseif filler.is(what) then
		return "it says nothing of the task"
	elseif not what:find("%d") and select(2, what:gsub("%S+", "")) < 5 then
		return "it leaves everything open: name the method and the "
			.. "values of its parameters"
	end
	return nil
end

local in_parameters = { "parameters", "params", "hyperparameters", "settings" }

-- What a suggestion says, or nil: its text, or its title with parameters.
local function said_in(value)
	local what = string_of(member(value, in_suggestion), 8000)
	local title = line_of(member(value, { "title", "name" }), 100)
	local set = member(value, in_parameters)
	if what or not title or set == nil then
		return what
	end
	return string_of(title .. ": " .. (type(set) == "table"
		and hcc.json_encode(set) or tostring(set)), 8000)
end

-- A suggestion: a text, or a table with one; or nil and what is wrong.
local function suggestion(value, online)
	if type(value) == "string" then
		value = { text = value }
	end
	local what = said_in(value)
	if not what then
		return nil, "no direction has a suggestion with a \"text\""
	end
	local title = line_of(member(value, { "title", "name" }), 100)
		or line_of((what .. "\n"):match("^(.-)%.?[%s]*\n") or what, 100)
	if is_echo(what, hcc.read("prompts/form_plan.md")) then
		return nil, "it repeats the example of the form: write "
			.. "suggestions of your own"
	end
	local why = impossible(what, online)
	if why then
		return nil, string.format("\"%s\" cannot be carried out: %s",
			title, why)
	end
	local merge = type(value.merge) == "string"
		and value.merge:match("^%d+/%d+%.%d+$")
	return { title = title, text = merge and what .. "\n\nMerge: " .. merge
		or what, measure = value.measure == true or nil }
end

-- Has a direction its suggestions as members "suggestion 1", "suggestion 2"?
local function is_numbered(value)
	for key in pairs(type(value) == "table" and value or {}) do
		if type(key) == "string"
		    and key:find("^suggestions?[ _]?%d+$") then
			return true
		end
	end
	return false
end

-- Are the names of an object titles? None is numbered, or that of a member that
-- is known.
local function is_titled(value)
	if type(value) ~= "table" or #value > 0 or member(value, in_suggestion)
	    or member(value, in_direction) then
		return false
	end
	for name in pairs(value) do
		if name == "title" or name:find("%d$") then
			return false
		end
	end
	return next(value) ~= nil
end

-- Its members as a list, each with its name for a title.
local function titled(value)
	local list = {}
	for name, one in pairs(value) do
		one = type(one) == "table" and one or { text = one }
		one.title = one.title or name
		list[#list + 1] = one
	end
	table.sort(list, function(a, b)
		return tostring(a.title) < tostring(b.title)
	end)
	return list
end

-- The suggestions of a direction; one that has a text of its own is one.
local function suggestions(value, s)
	local list, complaint = {}, nil
	local of = type(value) == "table" and not is_numbered(value)
		and (member(value, in_direction)
		or member(value, in_suggestion) and value) or value
	for _, one in ipairs(of ~= value and is_titled(of) and titled(of)
	    or list_of(of)) do
		local good, why = suggestion(one, s.online)
		complaint = complaint or why
		if #list < s.q then
			list[#list + 1] = good
		end
	end
	return list, complaint
end

local function is_direction(v)
	return type(v) == "table" and (member(v, in_direction) ~= nil
		or is_numbered(v) or member(v, in_suggestion) ~= nil)
end

-- The directions that a value holds, or nil.
local function directions_of(v)
	local list = member(v, in_plan)
	if type(list) == "table" then
		local some = directions_of(list)
		local _, one = next(list)
		return some or is_titled(list) and is_direction(one)
			and titled(list) or list_of(list)
	elseif is_direction(v) then
		return { v }
	end
	list = list_of(v)
	return is_direction(list[1]) and list[1] ~= v and list or nil
end

-- The directions of an answer, in whatever form it has them.
local function read_plan(said)
	local values, is_whole = text.values(said, function(v)
		return directions_of(v) and (member(v, in_plan) and "all"
			or "part")
	end)
	local list = {}
	for i, value in ipairs(values) do
		local some = directions_of(value)
		if i == 1 and member(value, in_plan) and (is_whole
		    or #some > 0) then
			return some
		end
		table.move(some, 1, #some, #list + 1, list)
	end
	return #list > 0 and list or outline.directions(said)
end

-- A plan: {"directions": [{title, why, suggestions: [{title, text}]}]}. Its
-- numbers are given by hcc. `s`: m and q, the most of both, and online, whether
-- there is a network.
function M.read(said, s)
	local directions, complaint = read_plan(said), nil
	if not directions then
		return nil, answer.nothing(said, "JSON object with a list "
			.. "\"directions\"")
	end
	local plan = { directions = {} }
	for i, d in ipairs(directions) do
		local list, why = suggestions(d, s)
		complaint = complaint or why
		if #list > 0 and #plan.directions < s.m then
			plan.directions[#plan.directions + 1] = {
				title = line_of(member(d, { "title", "name",
					"direction", "hypothesis" }), 100)
					or "Direction " .. i,
				why = line_of(member(d, { "why", "reason",
					"rationale" }), 1000) or "",
				suggestions = list,
				from = line_of(member(d, { "from" }), 40),
			}
		end
	end
	if #plan.directions == 0 and #directions > 0 then
		return nil, complaint
			or "no direction has a suggestion with a \"text\""
	end
	return plan
end

return M
