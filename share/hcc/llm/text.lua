-- Text of models: what is visible of it, its fenced blocks, its JSON.
--
-- A model may write anything, megabytes of it. Everything here takes time in
-- proportion to the text, so no pattern may scan the same blanks twice.

local relaxed = require "llm.relaxed"

local M = {}

function M.trim(text)
	local from = text:find("%S")
	return from and text:match(".*%S", from) or ""
end

-- At most `most` bytes, characters whole.
function M.cut(text, most)
	if #text <= most then
		return text
	end
	most = most - 2
	while most > 0 and text:byte(most + 1) & 0xc0 == 0x80 do
		most = most - 1
	end
	return text:sub(1, most) .. ".."
end

-- Text for notes and plans: without controls and other harmful characters.
function M.plain(text, most)
	return M.cut(M.trim(hcc.plain(text)), most)
end

-- The same on one line.
function M.line(text, most)
	return M.cut(M.trim((hcc.plain(text):gsub("%s+", " "))), most)
end

-- The text in a fence that nothing in it can close.
function M.fence(text)
	local ticks = 2
	for run in text:gmatch("`+") do
		ticks = math.max(ticks, #run)
	end
	local fence = ("`"):rep(ticks + 1)
	return fence .. "\n" .. text .. (text:sub(-1) == "\n" and "" or "\n")
		.. fence
end

local reasoning = { think = true, thinking = true, reasoning = true,
	thought = true }

-- Without the tokens by which some servers end an answer.
local function without_end(text)
	local from
	repeat
		from = text:find("<|[%w_]+|>%s*$") or text:find("</s>%s*$")
			or text:find("<end_of_turn>%s*$")
		text = from and text:sub(1, from - 1) or text
	until not from
	return text
end

-- Without reasoning: <think>..</think> and its kin. One that is not closed
-- hides all behind it, which is returned too, as is one behind which nothing
-- stands; templates of some servers begin inside the reasoning, so that a close
-- which nothing has opened hides all before it.
function M.visible(text)
	text = without_end(text:gsub("\r\n?", "\n"))
	local out, from, inside, last = {}, 1, nil, nil
	for at, slash, tag, after in text:gmatch("()<(/?)(%a+)>()") do
		if not reasoning[tag] then
			goto continue
		elseif inside == nil and slash == "" then
			out[#out + 1] = text:sub(from, at - 1)
			inside, from = tag, after
		elseif inside == nil then
			last = text:sub(from, at - 1)
			out, from = {}, after
		elseif inside == tag and slash == "/" then
			last = text:sub(from, at - 1)
			inside, from = nil, after
		end
		::continue::
	end
	if inside then
		return table.concat(out), text:sub(from)
	end
	out[#out + 1] = text:sub(from)
	out = table.concat(out)
	return out, not out:find("%S") and last or nil
end

-- Blocks between fences of three or more backticks or tildes, indented or not,
-- also behind words on a line: a list of {lang, text, closed}; and the prose
-- before the first.
function M.blocks(text)
	local list, current, prose = {}, nil, {}
	for line in (text .. "\n"):gmatch("([^\n]*)\n") do
		local indent, mark, info = line:match("^([ \t]*)(```+)(.*)$")
		if not mark then
			indent, mark, info = line:match("^([ \t]*)(~~~+)(.*)$")
		end
		info = info and M.trim(info)
		local before, rest = line:match("^([^`]*[^`%s])[ \t]*```(%w*)$")
		if before and not mark and (current and rest == ""
		    and current.mark:sub(1, 3) == "```"
		    or not current and rest ~= "") then
			local lines = current and current.lines
				or #list == 0 and prose or {}
			lines[#lines + 1] = before
			indent, mark, info = "", current and current.mark
				or "```", rest
		end
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

local function values_in(text, wanted)
	local at, left = text:find("[{%[]"), { steps = 1000000 }
	local found = { all = {}, broken_all = {}, part = {}, broken_part = {} }
	while at and left.steps > 0 do
		left.steps = left.steps - 25
		local value, is_whole, behind = relaxed.read(text, at, left)
		local what = type(value) == "table" and wanted(value)
		if what then
			local list = found[(is_whole and "" or "broken_") .. what]
			list[#list + 1] = value
		end
		at = text:find("[{%[]", what and is_whole and behind or at + 1)
	end
	for _, what in ipairs({ "all", "broken_all", "part" }) do
		if #found[what] > 0 then
			return found[what], what ~= "broken_all"
		end
	end
	return found.broken_part, false
end

local wrapped = 100000	-- bytes in which a value is looked for in another
local wide = { ["｛"] = "{", ["｝"] = "}", ["［"] = "[", ["］"] = "]",
	["："] = ":", ["，"] = ",", ["＂"] = '"' }

local entities = { ["&quot;"] = '"', ["&#39;"] = "'", ["&lt;"] = "<",
	["&gt;"] = ">", ["&amp;"] = "&" }

-- The text with what some write in place of JSON undone: entities of HTML,
-- escapes of JSON that is itself a string, wide punctuation.
local function unwrapped(text)
	text = text:gsub("&[#%w]+;", entities)
	text = text:gsub("\\([n\"])", function(c)
		return c == "n" and "\n" or c
	end)
	return (text:gsub("\xef[\xbc\xbd][\x80-\xbf]", wide))
end

-- The JSON values of an answer: alone, in a fence or inside prose. `wanted`
-- says of a value "all", "part" or nil. The list of those that are all and
-- whole; else of those that are all but cut off or broken; else of parts.
-- Behind it, whether they are whole.
function M.values(text, wanted)
	local list, is_whole = values_in(text, wanted)
	if #list > 0 or #text > wrapped then
		return list, is_whole
	end
	return values_in(unwrapped(text), wanted)
end

return M
