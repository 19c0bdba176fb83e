-- Talk: build the messages of a call, ask, and ask once more.
--
-- The messages are the same system text for every role, then one message: the
-- context, then the role's template. A context that the server finds too long
-- is squeezed and asked again; an answer that cannot be parsed is sent back
-- once, together with what is wrong about it and the role's form filled in.

local items = require "llm.items"
local schema = require "llm.schema"
local text = require "llm.text"

local M = {}

local small = 12000		-- tokens of a prompt, and what is asked then
local in_small = { improve = "small", debug = "small", plan = "small_plan",
	watch = "small_plan" }
local squeezes = 9		-- each leaves two thirds of the tokens
local largest = 2000000		-- bytes of an answer
local quoted = 4000		-- bytes of an answer that is sent back

-- The template with {{name}} replaced; a name without a value is an error of
-- the template.
function M.fill(name, values)
	local template = hcc.read("prompts/" .. name .. ".md")
	return (template:gsub("{{(%w+)}}", function(key)
		if values[key] == nil then
			error(string.format("prompts/%s.md: no value for {{%s}}",
				name, key), 0)
		end
		return values[key]
	end))
end

-- Is the prompt so small that the attempts of others, or a whole program, would
-- crowd out the rest? `fit` cuts a text to a share of it.
function M.is_small(fit)
	local sample = ("word "):rep(small)
	return #fit(sample, 1) < #sample
end

local forms = { plan = "form_plan", judge = "form_judge",
	distil = "form_distil", improve = "form_edits", debug = "form_edits" }

-- What an answer looks like, for a role that has a form; a program may be
-- whole as well.
function M.form(role)
	local form = forms[role]
	return form and (form == "form_edits" and " Edits look like this:\n\n"
		or " It looks like this:\n\n")
		.. hcc.read("prompts/" .. form .. ".md") or ""
end

-- The answer that was sent back and why; nothing the first time.
local function complaint(call, fit)
	if not call.why then
		return {}
	end
	local answer = text.plain(call.answer, quoted)
	return {
		{ role = "assistant", content = answer ~= ""
			and fit(answer, 0.1) or "(no answer)" },
		{ role = "user", content = "This answer cannot be used: "
			.. call.why .. ". Answer the request again, in full "
			.. "and in the format that it asks for."
			.. M.form(call.role) },
	}
end

local function messages(call, budget)
	local function fit(s, share)
		return hcc.fit({ role = call.role, budget = budget, text = s,
			share = share })
	end
	local values = call.values(fit)
	call.clock = values.clock
	local system = M.fill("system", values)
	local template = M.fill(call.role, values)
	local wisdom = items.section(call.input, call.also or call.role,
		table.concat({
		values.title or "", values.suggestion or "",
		values.class or "", values.message or "" }, " "),
		function(section) return fit(section, 0.02) == section end)
	local tail = complaint(call, fit)
	local behind = { system, wisdom .. template }
	for _, message in ipairs(tail) do
		behind[#behind + 1] = message.content
	end
	local context = hcc.context({ role = M.is_small(fit)
		and in_small[call.role] or call.role, asks = call.role,
		bare = call.bare, budget = budget,
		behind = table.concat(behind, "\n") })
	-- What the context shows already need not be said again.
	template = M.fill(call.role, call.values(fit, context,
		call.why ~= nil))
	return { { role = "system", content = system },
		{ role = "user", content = context .. wisdom .. template },
		table.unpack(tail) }
end

-- Was an answer cut because the prompt left no room for it in the context? Then
-- it is short beside the prompt, and a shorter prompt gets a longer one.
-- `before`: the tokens that were cut off the last time.
local function is_crowded(reply, before)
	local usage = reply.usage or {}
	local tokens = usage.completion or 0
	return reply.class == "ok" and reply.finish == "length"
		and tokens * 2 < (usage.prompt or 0)
		and (not before or tokens > before * 1.1), tokens
end

-- Ask until the context fits and leaves room for an answer. Returns the record;
-- its text is "" when there is none.
local function send(call)
	local budget, reply, before
	for _ = 0, squeezes do
		local list = messages(call, budget)
		reply = hcc.ask({ role = call.role, phase = call.phase,
			messages = list, clock = call.clock,
			response_format = schema.format(call.role, call.also) })
		local crowded, tokens = is_crowded(reply, before)
		if reply.class ~= "overflow" and not crowded then
			break
		end
		before = crowded and tokens or before
		local sent = 0
		for _, message in ipairs(list) do
			sent = sent + #message.content
		end
		budget = math.floor((budget or sent / 4) * 2 / 3)
	end
	reply.text = reply.text or ""
	return reply
end

-- The table that an answer holds, or nil and what is wrong about it. Reasoning
-- that has no end, or nothing behind it, may hold the answer.
local function understand(reply, parse)
	if reply.class ~= "ok" then
		return nil, reply.class .. ": " .. (reply.message or "no answer")
	elseif #reply.text > largest then
		return nil, "it is longer than " .. largest .. " bytes"
	end
	local cut = reply.finish == "length"
	local visible, hidden = text.visible(reply.text)
	local function read(said)
		local fine, result, why = pcall(parse, said, cut)
		if not fine then	-- a fault of ours; another form is read
			return nil, "its form cannot be read (" .. result .. ")"
		end
		return result, why
	end
	local result, why = read(visible)
	if not result and hidden and not visible:find("%S") then
		result = read(hidden)
		why = "nothing stands behind its reasoning: answer without "
			.. "reasoning"
	end
	if not result and cut then
		why = "it was cut off at the maximum length: give a shorter "
			.. "answer (" .. why .. ")"
	end
	return result, why
end

-- One call. `values`: a function that returns what the template names; it gets
-- another, which cuts a text to a share of the budget, the context once it is
-- known, and whether it is asked again. `parse` turns what is visible of an
-- answer, and whether it was cut off, into a table, or nil and what is wrong. A
-- brain that was given no wisdom reads none: it may be the control. `also`: a
-- role whose answer is asked for in the same one, or nil. Nil and the reason
-- when two answers could not be used.
function M.ask(s, role, values, parse, also)
	local call = { role = role, also = also, input = s, phase = s.phase,
		bare = #(s.wisdom or {}) == 0, values = values }
	for _ = 1, 2 do
		local reply = send(call)
		local result, why = understand(reply, parse)
		if result then
			return result
		end
		call.answer = reply.text
		call.why = text.line(why, 500)
	end
	return nil, "no usable answer, twice: " .. call.why
end

return M
