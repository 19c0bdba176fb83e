-- Text of models: what is visible of it, its fenced blocks, its JSON.
--
-- A model may write anything, megabytes of it. Everything here takes time in
-- proportion to the text, so no pattern may scan the same blanks twice.

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

-- Without reasoning: <think>..</think> and its kin. One that is not closed
-- hides all behind it; templates of some servers begin inside the reasoning,
-- so that a close which nothing has opened hides all before it.
function M.visible(text)
	text = text:gsub("\r\n?", "\n")
	local out, from, inside = {}, 1, nil
	for at, slash, tag, after in text:gmatch("()<(/?)(%a+)>()") do
		if not reasoning[tag] then
			goto continue
		elseif inside == nil and slash == "" then
			out[#out + 1] = text:sub(from, at - 1)
			inside = tag
		elseif inside == nil then
			out, from = {}, after
		elseif inside == tag and slash == "/" then
			inside, from = nil, after
		end
		::continue::
	end
	if not inside then
		out[#out + 1] = text:sub(from)
	end
	return table.concat(out)
end

-- Blocks between fences of three or more backticks or tildes, indented or
-- not: a list of {lang, text, closed}; and the prose before the first.
function M.blocks(text)
	local list, current, prose = {}, nil, {}
	for line in (text .. "\n"):gmatch("([^\n]*)\n") do
		local indent, mark, info = line:match("^([ \t]*)(```+)(.*)$")
		if not mark then
			indent, mark, info = line:match("^([ \t]*)(~~~+)(.*)$")
		end
		info = info and M.trim(info)
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

-- The place of the quote that ends the string which begins at `at`.
local function string_end(text, at, left)
	local i = text:find('["\\]', at + 1)
	while i and text:byte(i) == 0x5c and left.steps > 0 do
		left.steps = left.steps - 1
		i = text:find('["\\]', i + 2)
	end
	return i
end

local function escape(c)
	return string.format("\\u%04x", c:byte())
end

local deepest = 100	-- brackets in brackets

-- The JSON text that begins with the bracket at `at`, up to the one that
-- closes it, or nil. What JSON forbids and models write is mended: line breaks
-- inside of strings, commas before a closing bracket.
local function span(text, at, left)
	local out, depth, from = {}, 0, at
	local i = at
	while i and left.steps > 0 and depth <= deepest do
		left.steps = left.steps - 1
		local c = text:sub(i, i)
		if c == '"' then
			local to = string_end(text, i, left)
			if not to then
				return nil
			end
			out[#out + 1] = text:sub(from, i - 1)
			out[#out + 1] = text:sub(i, to):gsub("%c", escape)
			i, from = to, to + 1
		elseif c == "{" or c == "[" then
			depth = depth + 1
		else
			depth = depth - 1
			out[#out + 1] = text:sub(from, i - 1):gsub(",%s*$", "")
			from = i
		end
		if depth == 0 then
			return table.concat(out) .. c
		end
		i = text:find('["%[%]{}]', i + 1)
	end
	return nil
end

-- The first JSON value that is wanted, anywhere in the text: alone, in a
-- fence or inside prose.
function M.json(text, wanted)
	local at, left = text:find("[{%[]"), { steps = 300000 }
	while at and left.steps > 0 do
		local piece = span(text, at, left)
		local value = piece and hcc.json_decode(piece)
		if type(value) == "table" and wanted(value) then
			return value
		end
		at = text:find("[{%[]", at + 1)
	end
	return nil
end

-- The members of a list, at most `most`: where JSON has a null, a table of
-- Lua has nothing.
function M.items(list, most)
	local keys, out = {}, {}
	for key in pairs(list) do
		if math.type(key) == "integer" then
			keys[#keys + 1] = key
		end
	end
	table.sort(keys)
	for i = 1, math.min(#keys, most) do
		out[i] = list[keys[i]]
	end
	return out
end

return M
