-- Talk: build the messages of a call, ask, and ask once more.
--
-- The messages are the same system text for every role, then one message: the
-- context, then the role's template. A context that the server finds too long
-- is squeezed and asked again; an answer that cannot be parsed is sent back
-- once together with what is wrong about it.

local answer = require "llm.answer"

local M = {}

local squeezes = 4	-- each leaves two thirds of the tokens

-- The template with {{name}} replaced; a name without a value is an error of
-- the template.
local function fill(name, values)
	local text = hcc.read("prompts/" .. name .. ".md")
	return (text:gsub("{{(%w+)}}", function(key)
		if values[key] == nil then
			error(string.format("prompts/%s.md: no value for {{%s}}",
				name, key), 0)
		end
		return values[key]
	end))
end

local function messages(call, template, budget)
	local context = hcc.context({ role = call.role, id = call.id,
		bare = call.bare, budget = budget, behind = template })
	return {
		{ role = "system", content = hcc.read("prompts/system.md") },
		{ role = "user", content = context .. "\n" .. template },
	}
end

-- Ask until the context fits; nil and the reason when there is no answer.
local function send(call, template, tail)
	local budget
	for _ = 0, squeezes do
		local list = messages(call, template, budget)
		for _, message in ipairs(tail) do
			list[#list + 1] = message
		end
		local reply = hcc.ask({ role = call.role, messages = list })
		if reply.class == "ok" then
			return reply.text
		elseif reply.class ~= "overflow" then
			return nil, reply.class .. ": " .. (reply.message or "")
		end
		local sent = 0
		for _, message in ipairs(list) do
			sent = sent + #message.content
		end
		budget = math.floor((budget or sent / 3) * 2 / 3)
	end
	return nil, "overflow: the context does not fit however it is squeezed"
end

-- Roles whose answer is the whole outcome of a suggestion: without one it has
-- failed. The others make the tool try again later.
local is_attempt = { draft = true, improve = true, debug = true }

local function give_up(role, why)
	if is_attempt[role] then
		error(why, 0)
	end
	hcc.later(role .. ": " .. why)
end

-- One call: `parse` turns an answer into a table, or nil and what is wrong.
-- `id`: only this suggestion's runs. A brain that was given no wisdom reads
-- none: it may be the control.
function M.ask(s, role, values, parse, id)
	local call = { role = role, id = id, bare = #(s.wisdom or {}) == 0 }
	local template, tail, why = fill(role, values), {}, nil
	for _ = 1, 2 do
		local text, failure = send(call, template, tail)
		local result
		if text then
			result, failure = parse(answer.visible(text))
		end
		if result then
			return result
		end
		why = failure
		tail = {
			{ role = "assistant", content = text and text ~= ""
				and text or "(no answer)" },
			{ role = "user", content = "This answer cannot be used: "
				.. why .. ". Answer the request again, in full "
				.. "and in the form that it asks for." },
		}
	end
	return give_up(role, "the model gave no usable answer twice: " .. why)
end

return M
