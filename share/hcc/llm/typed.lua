-- Typed: code as it is typed into a file, from code as models write it.

local M = {}

-- The lines without numbers in front of them, if each has the next one.
local function without_numbers(code)
	local n, list = 0, {}
	for line in code:gmatch("([^\n]*)\n") do
		local number, rest = line:match("^%s*(%d+)%s*[:|] ?(.*)$")
		n = n + 1
		if tonumber(number) ~= n then
			return code
		end
		list[n] = rest
	end
	return n > 1 and table.concat(list, "\n") .. "\n" or code
end

-- The lines without sentences of prose, and tags that end, behind them.
local function without_prose(code)
	local from = #code
	while true do
		local last = code:sub(1, from):match("^.*%S") or ""
		local at, line = ("\n" .. last):match("^.*\n()([^\n]*)$")
		if last == "" or not line:find("^</[%w_]+>$")
		    and not line:find("^%u%l* %l[^=(){}%[%]:#\"]*[.!]$") then
			return code:sub(1, from)
		end
		from = at - 2
	end
end

local characters = { quot = '"', ["#39"] = "'", ["#x27"] = "'", lt = "<",
	gt = ">" }

-- Without entities of HTML, where the characters that they stand for are
-- nowhere in the code and none is a string of it.
local function without_entities(code)
	if code:find("['\"]&#?%w+;") then
		return code
	end
	local new, n = code:gsub("&(#?%w+);", function(name)
		local c = characters[name]
		return c and not code:find(c, 1, true) and c or nil
	end)
	return n > 0 and new ~= code and new:gsub("&amp;", "&") or code
end

-- Without prompts and magic of a notebook, numbers of lines, the name of the
-- language, the shell that writes it and words behind it; line breaks in place
-- of their escapes, characters in place of entities and of marks of Markdown,
-- and the blanks and quotes of a keyboard in place of typographic ones; none
-- that nobody sees.
function M.typed(code)
	code = without_numbers(code):gsub("^%s*[Pp]ython3?\n", "")
	local _, written = code:match("^%s*cat%s*>%s*%S+%.py%s*<<%s*['\"]?(%a+)"
		.. "['\"]?\n(.-\n)%1\n")
	code = without_prose(written or code)
	if select(2, code:gsub("\n", "")) <= 2 and code:find("%)\\n%a") then
		code = code:gsub("\\n", "\n")
	end
	if code:find("^%s*>>> ") then
		code = ("\n" .. code):gsub("\n>>> ?", "\n")
			:gsub("\n%.%.%. ", "\n"):sub(2)
	end
	code = ("\n" .. code):gsub("\n%%[%a%%][^\n]*", "\n")
		:gsub("\n!%a[^\n]*", function(line)
			return line:find("install") and line or "\n"
		end):sub(2)
	code = without_entities((code:gsub("\u{a0}", " "):gsub("\u{200b}", "")
		:gsub("\u{feff}", "")
		:gsub("(%w)\\_", "%1_")))
	if code:find("[(%[=,]%s*[\u{201c}\u{201d}]") then
		code = code:gsub("\u{201c}", '"'):gsub("\u{201d}", '"')
	end
	return code
end

return M
