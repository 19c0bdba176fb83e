-- Plans: the directions and suggestions of an answer, in whatever form it has
-- them. A suggestion that cannot be carried out is left out.

local answer = require "llm.answer"
local filler = require "llm.filler"
local libraries = require "llm.libraries"
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

-- Words that name no method, column or value.
local general = {}
for word in ([[a accuracy achieve add advanced all an and any apply as at be
	best better boost build by carefully complex create data different do
	engineering enhance experiment explore feature features find for further
	generalization get good help helps higher hyperparameter hyperparameters
	idea ideas improve improving in increase into is it its make many metric
	model models more most new of on optimal optimise optimize optimizing or
	other our overall parameter parameters perform performance possible
	powerful predictions results score several some that the them these this
	to train training try tune tuning use useful using various we will with
	work]]):gmatch("%a+") do
	general[word] = true
end

-- Has a text no other words?
local function is_general(what)
	for word in what:lower():gmatch("[%w\128-\255]+") do
		if not general[word] then
			return false
		end
	end
	return true
end

-- Why what a text asks for cannot be had, or nil. `name`: its title, or itself;
-- `s`: online (there is a network), preview.
function M.out_of_reach(name, what, s)
	local low = what:lower()
	local library = libraries.wanted(name, s.preview)
	if low:find("pip3? install") or low:find("conda install")
	    or low:find("apt[%w-]* install") then
		return "nothing can be installed"
	elseif not s.online and (low:find("^%W*download%f[%W]")
	    or network.asks(what) or low:find("google colab", 1, true)
	    or low:find("%f[%w]openai api")) then
		return "there is no network"
	end
	return library and library .. " is not installed"
end

-- Why a suggestion cannot be carried out, or nil.
local function impossible(title, what, s)
	local why = M.out_of_reach(title, what, s)
	if why then
		return why
	elseif what:find("^%W*TODO") or what:find("^%s*<[%w _]+>%s*$") then
		return "it is a placeholder"
	elseif filler.is(what) then
		return "it says nothing of the task"
	elseif not what:find("%d") and (select(2, what:gsub("%S+", "")) < 5
	    or is_general(what)) then
		return "it leaves everything open: name the method and the "
			.. "values of its parameters"
	end
	return nil
end

local in_settings = { "model", "features", "parameters", "params",
	"hyperparameters", "settings" }

-- What a suggestion says, or nil: its text, or else its title, with what other
-- members say of its model and parameters.
local function said_in(value)
	local what = string_of(member(value, in_suggestion), 8000)
	local list = { what or line_of(member(value, { "title", "name" }),
		100) }
	for _, name in ipairs(type(value) == "table" and in_settings or {}) do
		local set = value[name]
		if set ~= nil then
			list[#list + 1] = name .. ": " .. (type(set) == "table"
				and hcc.json_encode(set) or tostring(set))
		end
	end
	return (what or #list > 1) and string_of(table.concat(list, "; "), 8000)
		or nil
end

-- A suggestion: a text, or a table with one; or nil and what is wrong.
local function suggestion(value, s)
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
	local why = impossible(title, what, s)
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

-- Are the names of an object titles, or "1.1"? None is numbered otherwise, or
-- that of a member that is known.
local function is_titled(value)
	if type(value) ~= "table" or #value > 0 or member(value, in_suggestion)
	    or member(value, in_direction) then
		return false
	end
	for name in pairs(value) do
		if name == "title" or name:find("^%a*[ _]?%d+$") then
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

-- The only member that is a list, whatever it is called, or nil.
local function only_list(value)
	local list
	for _, one in pairs(type(value) == "table" and value or {}) do
		if type(one) == "table" and #one > 0 then
			if list then
				return nil
			end
			list = one
		end
	end
	return list
end

-- The suggestions of a direction; one that has a text of its own is one.
-- `seen`: the texts of those before it, which are not repeated.
local function suggestions(value, s, seen)
	local list, complaint = {}, nil
	local of = type(value) == "table" and not is_numbered(value)
		and (member(value, in_direction)
		or member(value, in_suggestion) and value
		or only_list(value)) or value
	for _, one in ipairs(of ~= value and is_titled(of) and titled(of)
	    or list_of(of)) do
		local good, why = suggestion(one, s)
		complaint = complaint or why
		if good and #list < s.q and not seen[good.text] then
			list[#list + 1] = good
			seen[good.text] = true
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
-- numbers are given by hcc. `s`: m and q, the most of both, online, whether
-- there is a network, and preview, the text that says what is installed.
function M.read(said, s)
	local directions, complaint = read_plan(said), nil
	if not directions then
		return nil, answer.nothing(said, "JSON object with a list "
			.. "\"directions\"")
	end
	local plan, seen = { directions = {} }, {}
	for i, d in ipairs(directions) do
		local list, why = suggestions(d, s, seen)
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
