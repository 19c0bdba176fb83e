-- Relaxed JSON: the value that begins at a place of a text, as models write it.
--
-- Beyond RFC 8259 it takes comments (//, #, /* */), single, triple and
-- typographic quotes, line breaks and quotes inside of strings, names without
-- quotes, commas too many or missing, True and None, and a value that is cut
-- off: what is complete of it is kept. Names of more than one letter become
-- lower case.

local M = {}

local deepest = 100	-- values in values

-- Go behind blanks and comments. Returns the character there, "" at the end.
local function skip(p)
	local s, i = p.text, p.at
	while true do
		i = s:find("%S", i) or #s + 1
		local two = s:sub(i, i + 1)
		if two == "/*" then
			local _, to = s:find("*/", i + 2, true)
			i = to and to + 1 or #s + 1
		elseif two == "//" or two:sub(1, 1) == "#" then
			i = s:find("\n", i, true) or #s + 1
		else
			p.at = i
			return s:sub(i, i)
		end
	end
end

-- Quotes, and the kind that each of them opens or closes.
local kinds = { ['"'] = '"', ["'"] = "'", ["“"] = "”", ["”"] = "”",
	["„"] = "”", ["‘"] = "’", ["’"] = "’", ["`"] = "`" }

-- The quote at a place: it and its kind, or nil.
local function quote_at(s, at)
	local one = s:sub(at, at)
	if kinds[one] then
		return one, kinds[one]
	end
	local three = s:sub(at, at + 2)
	return kinds[three] and three, kinds[three]
end

-- Does what follows a quote show that the string ends there? A quote in the
-- middle of a sentence does not end it.
local function ends(s, at, is_name)
	local i = s:find("%S", at)
	local c = i and s:sub(i, i) or ""
	if is_name then
		return c == ":" or c == ""
	elseif c == "," then
		i = s:find("%S", i + 1)
		c = i and s:sub(i, i) or ""
		return c:find("^[%[%]{}%d#/-]") ~= nil or c == ""
			or quote_at(s, i) ~= nil or s:find("^[%w_]+%s*:", i)
	end
	return c == "" or c:find("^[%]}#]") ~= nil or c == "/"
		or s:sub(at, i):find("\n") ~= nil and quote_at(s, i) ~= nil
end

local escapes = { ["\n"] = "\\n", ["\t"] = "\\t", ['"'] = '\\"' }

-- The text of a string's inside.
local function unescape(inside)
	if not inside:find('[\\"%c]') then
		return inside
	end
	local json = inside:gsub("\\?.", function(pair)
		if #pair == 1 then
			return escapes[pair] or pair:find("%c")
				and string.format("\\u%04x", pair:byte())
		elseif not pair:find('[\\"/bfnrtu]', 2) then
			return escapes[pair:sub(2)] or pair:sub(2)
		end
	end)
	return hcc.json_decode('"' .. json .. '"') or inside
end

-- A string, or nil when it has no end.
local function string_at(p, is_name)
	local s = p.text
	local three = s:match('^"""', p.at) or s:match("^\'\'\'", p.at)
	local last = three and s:find(three, p.at + 3, true)
	if last then
		local inside = s:sub(p.at + 3, last - 1)
		p.at = last + 3
		return inside
	end
	local open, kind = quote_at(s, p.at)
	local from = p.at + #open
	local i = from
	while p.steps > 0 do
		p.steps = p.steps - 1
		i = s:find("[\\\"'`\xe2]", i)
		if not i then
			break
		end
		local quote, its = quote_at(s, i)
		if s:sub(i, i) == "\\" then
			i = i + 2
		elseif its == kind and ends(s, i + #quote, is_name) then
			p.at = i + #quote
			return unescape(s:sub(from, i - 1))
		else
			i = i + (quote and #quote or 1)
		end
	end
	p.at, p.whole = #s + 1, false
	return nil
end

local words = { ["true"] = true, ["false"] = false }

-- A number or a word; null and None are nothing.
local function word_at(p)
	local word = p.text:match("^[%w_.+-]+", p.at)
	if not word then
		p.whole, p.lost = false, true
		return nil
	end
	p.at = p.at + #word
	local low = word:lower()
	if low == "null" or low == "none" then
		return nil
	elseif words[low] ~= nil then
		return words[low]
	end
	return tonumber(word) or word
end

-- The value of `name: value`, and its name; nothing where there is none.
local function member(p, value)
	local name
	if quote_at(p.text, p.at) then
		name = string_at(p, true)
	else
		name = p.text:match("^[%w_]+", p.at)
		p.at = p.at + #(name or "")
	end
	if not name or skip(p) ~= ":" then
		p.whole, p.lost = false, true
		return nil
	end
	p.at = p.at + 1
	return #name > 1 and name:lower() or name, value(p)
end

-- A list or an object. One that lacks its bracket ends with what is around it.
local function container(p, value, close)
	local out, n = {}, 0
	p.at = p.at + 1
	p.depth = p.depth + 1
	p.steps = p.steps - 10
	while not p.lost and p.steps > 0 and p.depth <= deepest do
		p.steps = p.steps - 1
		local c = skip(p)
		if c == close then
			p.at = p.at + 1
			p.depth = p.depth - 1
			return out
		elseif c == "" or c == "]" or c == "}" then
			break
		elseif c == "," then
			p.at = p.at + 1
		elseif close == "}" then
			local name, one = member(p, value)
			if name then
				out[name] = one
			end
		else
			local one = value(p)
			if one ~= nil then
				n = n + 1
				out[n] = one
			end
		end
	end
	p.whole = false
	p.depth = p.depth - 1
	return out
end

local function value_at(p)
	local c = skip(p)
	if c == "{" then
		return container(p, value_at, "}")
	elseif c == "[" then
		return container(p, value_at, "]")
	elseif quote_at(p.text, p.at) then
		return string_at(p, false)
	end
	return word_at(p)
end

-- The value at a place of the text; then whether it is whole, and the place
-- behind it. `left.steps` bounds the work and is counted down.
function M.read(text, at, left)
	local p = { text = text, at = at, steps = left.steps, depth = 0,
		whole = true, lost = false }
	local value = value_at(p)
	left.steps = p.steps
	return value, p.whole, p.at
end

return M
