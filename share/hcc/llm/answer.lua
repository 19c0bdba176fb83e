-- Answers: what a model wrote, as the tables that a brain returns.
--
-- Models wrap code in fences of any style or in none, put JSON inside prose,
-- think aloud in tags, refuse, or stop in the middle. Each function here takes
-- the text and returns a table, or nil and what is wrong in words that the
-- model is told.

local M = {}

-- The text in a fence that nothing in it can close.
function M.fence(text)
	local ticks = "```"
	while text:find(ticks, 1, true) do
		ticks = ticks .. "`"
	end
	return ticks .. "\n" .. text .. (text:sub(-1) == "\n" and "" or "\n")
		.. ticks
end

-- Without reasoning: <think>..</think> and its kin, also unclosed ones.
function M.visible(text)
	text = text:gsub("\r\n?", "\n")
	for _, tag in ipairs({ "think", "thinking", "reasoning", "thought" }) do
		local open, close = "<" .. tag .. ">", "</" .. tag .. ">"
		local from = text:find(open, 1, true)
		while from do
			local _, to = text:find(close, from, true)
			text = text:sub(1, from - 1)
				.. (to and text:sub(to + 1) or "")
			from = text:find(open, from, true)
		end
		-- Templates of some servers begin inside the reasoning.
		local _, stray = text:find(close, 1, true)
		if stray then
			text = text:sub(stray + 1)
		end
	end
	return text
end

-- Blocks between fences of three or more backticks or tildes, indented or
-- not: a list of {lang, text, closed}; and the prose before the first.
local function blocks(text)
	local list, current, prose = {}, nil, {}
	for line in (text .. "\n"):gmatch("([^\n]*)\n") do
		local indent, mark, info = line:match("^(%s*)([`~][`~][`~]+)%s*(.-)%s*$")
		if current and mark and info == ""
		    and mark:sub(1, 1) == current.mark:sub(1, 1)
		    and #mark >= #current.mark then
			current.closed = true
			current = nil
		elseif current then
			local cut = #current.indent
			current.lines[#current.lines + 1] = line:sub(1, cut)
				== current.indent and line:sub(cut + 1) or line
		elseif mark and not info:find("[`~]") then
			current = { indent = indent, mark = mark, lines = {},
				lang = info:match("^[{%.]*([%w+#-]*)"):lower() }
			list[#list + 1] = current
		elseif #list == 0 then
			prose[#prose + 1] = line
		end
	end
	for _, block in ipairs(list) do
		block.text = table.concat(block.lines, "\n") .. "\n"
	end
	return list, table.concat(prose, "\n")
end

local not_code = { json = true, text = true, console = true, output = true,
	diff = true, csv = true, markdown = true, md = true, yaml = true }

local function trim(text)
	return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Words by which models decline; only where nothing else was answered.
local function refusal(text)
	local low = text:lower()
	return #text < 600 and (low:find("i can't", 1, true)
		or low:find("i can’t", 1, true) or low:find("i cannot", 1, true)
		or low:find("i'm sorry", 1, true) or low:find("i am sorry", 1, true)
		or low:find("unable to", 1, true)) and true or false
end

local function nothing(text, what)
	if trim(text) == "" then
		return "it is empty"
	elseif refusal(text) then
		return "it declines, where an ordinary " .. what
			.. " was asked for"
	end
	return "it has no " .. what
end

-- The one program of an answer: the longest code block. Text in front of it
-- is the note.
function M.program(text)
	local list, prose = blocks(text)
	local best
	for _, block in ipairs(list) do
		if not not_code[block.lang] and trim(block.text) ~= ""
		    and (not best or #block.text > #best.text) then
			best = block
		end
	end
	if not best then
		return nil, nothing(text, "fenced code block with one program")
	elseif not best.closed then
		return nil, "the code block is cut off before its end: "
			.. "write a shorter program"
	end
	local note = trim(prose)
	return { code = best.text, text = note ~= "" and note
		or "A program without a description." }
end

-- The JSON text that begins with the bracket at `at`, up to the one that
-- closes it; nil when there is none. Line breaks inside of strings, which
-- models write and JSON forbids, become escapes. At most `most` bytes are
-- looked at; the second result tells how many were.
local function span(text, at, most)
	local out, depth, i = {}, 0, at
	while i <= #text and i < at + most do
		local c = text:sub(i, i)
		if c == '"' then
			local j = i + 1
			while j <= #text and text:sub(j, j) ~= '"' do
				j = j + (text:sub(j, j) == "\\" and 2 or 1)
			end
			out[#out + 1] = text:sub(i, j):gsub("[\n\t]",
				{ ["\n"] = "\\n", ["\t"] = "\\t" })
			i = j
		else
			out[#out + 1] = c
			depth = depth + (c:find("[{%[]") and 1
				or c:find("[}%]]") and -1 or 0)
			if depth == 0 then
				return table.concat(out), i - at
			end
		end
		i = i + 1
	end
	return nil, i - at
end

-- The first JSON value that is wanted, anywhere in the text: alone, in a
-- fence or inside prose.
local function json(text, wanted)
	local at, left = text:find("[{%[]"), 3000000
	while at and left > 0 do
		local piece, looked = span(text, at, left)
		left = left - looked - 1
		local value = piece and hcc.json_decode(piece)
		if type(value) == "table" and wanted(value) then
			return value
		end
		at = text:find("[{%[]", at + 1)
	end
	return nil
end

local function string_of(value)
	if type(value) == "string" and trim(value) ~= "" then
		return trim(value)
	end
	return nil
end

-- A heading of plan/NN.md is one line; text must not open a heading.
local function one_line(text)
	return (text:gsub("%s+", " "))
end

local function suggestion(value)
	if type(value) == "string" then
		value = { text = value }
	end
	if type(value) ~= "table" then
		return nil
	end
	local text = string_of(value.text) or string_of(value.description)
	if not text then
		return nil
	end
	local title = string_of(value.title) or text:match("^[^\n.]+") or text
	return { title = one_line(title):sub(1, 100),
		text = text:gsub("\n#", "\n #"):gsub("^#", " #") }
end

-- A plan: {"directions": [{title, why, suggestions: [{title, text}]}]}.
function M.plan(text, m, q)
	local value = json(text, function(v)
		return type(v.directions) == "table"
			or type(v[1]) == "table" and v[1].suggestions ~= nil
	end)
	if not value then
		return nil, nothing(text, "JSON object with a list \"directions\"")
	end
	local plan = { directions = {} }
	for i, d in ipairs(value.directions or value) do
		local list = {}
		local given = type(d) == "table" and d.suggestions
		for _, one in ipairs(type(given) == "table" and given or {}) do
			local s = suggestion(one)
			if s and #list < q then
				list[#list + 1] = s
			end
		end
		if #list > 0 and #plan.directions < m then
			plan.directions[#plan.directions + 1] = {
				title = one_line(string_of(d.title) or "Direction "
					.. i):sub(1, 100),
				why = one_line(string_of(d.why)
					or string_of(d.reason) or ""),
				suggestions = list,
			}
		end
	end
	if #plan.directions == 0 then
		return nil, "no direction has a suggestion with a \"text\""
	end
	return plan
end

local function strings(value)
	local list = {}
	for _, one in ipairs(type(value) == "table" and value or {}) do
		local s = string_of(one)
		if s then
			list[#list + 1] = one_line(s)
		end
	end
	return list
end

local verdicts = { promising = "promising", ["dead end"] = "dead end",
	dead_end = "dead end", ["dead-end"] = "dead end", deadend = "dead end",
	inconclusive = "inconclusive" }

-- {"judgements": [{verdict, claim, evidence}], "rules": [..], "next": [..]}.
function M.judgements(text)
	local value = json(text, function(v)
		return type(v.judgements) == "table"
	end)
	if not value then
		return nil, nothing(text, "JSON object with a list \"judgements\"")
	end
	local out = { judgements = {}, rules = strings(value.rules),
		next = strings(value.next) }
	for i, j in ipairs(value.judgements) do
		local claim = type(j) == "table" and string_of(j.claim)
		local verdict = claim and verdicts[tostring(j.verdict):lower()]
		local evidence = claim and strings(type(j.evidence) == "string"
			and { j.evidence } or j.evidence)
		if not claim or not verdict then
			return nil, "judgement " .. i .. " needs a \"claim\" and a "
				.. "\"verdict\" (promising, dead end, inconclusive)"
		elseif #evidence == 0 then
			return nil, "judgement " .. i .. " cites no \"evidence\""
		end
		out.judgements[i] = { verdict = verdict, claim = one_line(claim),
			evidence = evidence }
	end
	return out
end

-- One paragraph of at most so many tokens (about four bytes each).
function M.paragraph(text, tokens)
	local list = blocks(text)
	text = trim(one_line(#list == 1 and list[1].text or text))
	if text == "" or refusal(text) then
		return nil, nothing(text, "paragraph about the task")
	elseif #text > tokens * 5 then
		return nil, "it is longer than " .. tokens .. " tokens"
	end
	return { text = text }
end

-- The parts DATA and MODEL, under headings or labels; and tags, if named.
function M.wisdom(text)
	local part, parts = nil, { DATA = {}, MODEL = {}, TAGS = {} }
	for line in (text .. "\n"):gmatch("([^\n]*)\n") do
		local name, rest = line:match("^[%s#*_]*(%u+)[%s*_]*:?[%s*_]*(.-)%s*$")
		if name and parts[name] and (rest == "" or line:find(":", 1, true)
		    or line:match("^%s*#")) then
			part = name
			line = rest
		end
		if part then
			parts[part][#parts[part] + 1] = line
		end
	end
	local data = trim(table.concat(parts.DATA, "\n"))
	local model = trim(table.concat(parts.MODEL, "\n"))
	if data == "" or model == "" then
		return nil, "it needs two parts under the headings DATA and MODEL"
	end
	local tags = {}
	for tag in table.concat(parts.TAGS, " "):gmatch("[%w_.+-]+") do
		tags[#tags + 1] = tag:lower()
	end
	return { data = data, model = model, tags = tags }
end

return M
