-- Edits: changes of files as a model writes them.
--
--	train.py
--	<<<<<<< SEARCH
--	LR = 3e-4
--	=======
--	LR = 1e-3
--	>>>>>>> REPLACE
--
-- The searched text must stand in the file exactly once; blanks at the ends of
-- its lines do not count, nor how far all of it is indented. Where there is
-- only one file its name may be absent. The marks may be shorter, have other
-- words (HEAD, ORIGINAL, UPDATED) or be labels of fenced blocks (`SEARCH:`). A
-- file may also be given whole, in a fenced block whose first line is
-- `FILE: train.py`, and changes as a unified diff, with or without its heads.

local M = {}

local most = 400000	-- bytes of a file

local function lines(s)
	local list = {}
	for line in (s .. "\n"):gmatch("([^\n]*)\n") do
		list[#list + 1] = line
	end
	return list
end

-- The only file, or nil.
local function only(files)
	local name = next(files)
	return name and next(files, name) == nil and name or nil
end

-- What a line of marks begins: "search", "replace" or "end" (of a block); nil
-- for other lines.
local function mark(line)
	if line:find("^[%s*]*<<<<<+") then
		return "search"
	elseif line:find("^[%s*]*===+[%s*]*$") then
		return "replace"
	elseif line:find("^[%s*]*>>>>>+") then
		return "end"
	end
	local label = not line:find("^%s*# ") -- a comment of Python
		and line:match("^[%s*#]*(%u+)[:%s*]*$")
	return (label == "SEARCH" or label == "REPLACE") and label:lower() or nil
end

local function is_fence(line)
	return line ~= nil and line:find("^%s*```") ~= nil
end

-- The lines of a part of a block without the fence that some put around it.
local function bare(list)
	if is_fence(list[1]) then
		table.remove(list, 1)
		while list[#list] == "" do
			table.remove(list)
		end
		if is_fence(list[#list]) then
			table.remove(list)
		end
	end
	return list
end

-- The blocks of an answer: {file=, search=, replace=} (lists of lines; without
-- `replace` where nothing parts them) or {file=, whole=}; the prose in front of
-- the first; and the one that has no end. `file`: that of blocks before the
-- first name.
local function blocks(answer, file)
	local list, prose, is_only = {}, {}, file ~= nil
	local open
	local function close()
		open.search = bare(open.search)
		open.replace = open.replace and bare(open.replace)
		list[#list + 1], open = open, nil
	end
	for _, line in ipairs(lines((answer:gsub("\r\n", "\n")))) do
		local what = mark(line)
		local is_label = not line:find("[<=>]")
		if open and open.whole then
			local fence = line:find("^```")
			if fence and #open.whole > 0 then
				open.whole = table.concat(open.whole, "\n") .. "\n"
				list[#list + 1], open = open, nil
			elseif not fence then
				table.insert(open.whole, line)
			end
		elseif what == "search" and not (open and (open.replace == nil
		    or not open.labelled and is_label)) then
			if open then	-- it ends where the next begins
				open.endless = not open.labelled
				close()
			end
			open = { file = file, search = {},
				labelled = is_label }
		elseif open and what == "replace" and not open.replace then
			open.replace, open.parted = {}, line
		elseif open and line:find("^=======")
		    and #(open.parted:match("=+") or line) < 7 then
			-- the shorter one underlines a line of the file
			table.insert(open.search, open.parted)
			table.move(open.replace, 1, #open.replace,
				#open.search + 1, open.search)
			open.replace, open.parted = {}, line
		elseif open and (what == "end" or open.labelled
		    and open.replace and #open.replace > 0
		    and line:find("^```%s*$")) then
			close()
		elseif open then
			table.insert(open.replace or open.search, line)
		else
			local whole = line:match("^FILE:%s*(%S+)%s*$")
			local named = not is_only
				and line:match("^[`*#%s]*([%w_%-%./]+)[`*:%s]*$")
			if whole then
				open = { file = is_only and file or whole, whole = {} }
			elseif named then
				file = named
			elseif #list == 0 and not line:find("^```")
			    and line ~= file then
				prose[#prose + 1] = line
			end
		end
	end
	return list, table.concat(prose, "\n"), open
end

-- The same of a unified diff: a block for each hunk, of which a fence `diff`
-- begins one too. A blank line is one of the file there, and else the end.
local function hunks(answer, file)
	local list, prose, open, is_only = {}, {}, nil, file ~= nil
	local fenced = false
	local function begin()
		open = { file = file, search = {}, replace = {} }
		list[#list + 1] = open
	end
	for _, line in ipairs(lines((answer:gsub("\r\n", "\n")))) do
		local sign, rest = line:match("^([-+ ]?)(.*)$")
		local name = line:match("^%+%+%+ (%S+)")
		if line:find("^@@") then
			begin()
		elseif name or line:find("^%-%-%- ") then
			open = nil
			file = is_only and file or name
				and name:gsub("^[ab]/", "") or file
		elseif is_fence(line) then
			open, fenced = nil, line:find("^%s*```%a") ~= nil
			if line:find("^%s*```diff") then
				begin()
			end
		elseif open and line == "" and not fenced then
			open = nil
		elseif open then
			if sign ~= "+" then
				table.insert(open.search, rest)
			end
			if sign ~= "-" then
				table.insert(open.replace, rest)
			end
		elseif #list == 0 then
			prose[#prose + 1] = line
		end
	end
	for i = #list, 1, -1 do
		local b = list[i]
		while b.search[#b.search] == "" and b.replace[#b.replace] == "" do
			table.remove(b.search)
			table.remove(b.replace)
		end
		if #b.search + #b.replace == 0 then
			table.remove(list, i)
		end
	end
	return list, table.concat(prose, "\n")
end

-- How far a list of lines is indented, by its first line that has text.
local function indent(list)
	for _, line in ipairs(list) do
		if line:find("%S") then
			return line:match("^[ \t]*")
		end
	end
	return ""
end

-- The lines without the first `cut` blanks and with `more` in front of them.
local function shift(list, cut, more)
	local out = {}
	for i, line in ipairs(list) do
		out[i] = line:find("%S") and line:sub(1, cut):find("^%s*$")
			and more .. line:sub(cut + 1) or line
	end
	return out
end

-- The lines as they are compared: without blanks at their ends, `loose` also
-- without those at their beginnings.
local function keys(list, loose)
	local out = {}
	for i, line in ipairs(list) do
		line = line:gsub("%s+$", "")
		out[i] = loose and line:gsub("^%s+", "") or line
	end
	return out
end

-- Where a list of lines stands in another, and how often.
local function find(all, piece, loose)
	local at, times = nil, 0
	all, piece = keys(all, loose), keys(piece, loose)
	for i = 1, #all - #piece + 1 do
		local j = 1
		while j <= #piece and all[i + j - 1] == piece[j] do
			j = j + 1
		end
		if j > #piece then
			at, times = at or i, times + 1
		end
	end
	return at, times
end

-- The text with the only place of a piece of it replaced, or nil.
local function replace_exactly(text, b)
	local piece = table.concat(b.search, "\n")
	local from, to = text:find(piece, 1, true)
	local again = from and text:find(piece, to + 1, true)
	return from and not again and text:sub(1, from - 1)
		.. table.concat(b.replace, "\n") .. text:sub(to + 1) or nil,
		again and 2 or 0
end

-- The words of a line: a set, and how many.
local function words(line)
	local set, n = {}, 0
	for word in line:gmatch("[%w_]+") do
		n = n + (set[word] and 0 or 1)
		set[word] = true
	end
	return set, n
end

-- The line that shares most words with another, at least half of all; or nil.
local function nearest(all, line)
	local wanted, n = words(line)
	local best, highest = nil, 0.5
	for _, one in ipairs(all) do
		local has, m = words(one)
		local common = 0
		for word in pairs(has) do
			common = common + (wanted[word] and 1 or 0)
		end
		if m > 0 and common / math.max(n, m) > highest then
			best, highest = one, common / math.max(n, m)
		end
	end
	return best
end

-- A line as it is told.
local function quoted(line)
	return "`" .. line:match("^%s*(.-)%s*$"):sub(1, 150) .. "`"
end

-- Why lines cannot be found: the first that is not there, and which line may be
-- meant.
local function missing(text, piece)
	local all = lines(text)
	for _, line in ipairs(piece) do
		if line:find("%S") and select(2, find(all, { line }, true)) == 0 then
			local near = nearest(all, line)
			return quoted(line) .. " is not in the file" .. (near
				and "; the nearest line is " .. quoted(near) or "")
		end
	end
	return "each of these lines is in the file, but not one after the other"
end

-- The text with the searched lines replaced, or nil and what is wrong.
local function replace(text, b)
	local new, before = replace_exactly(text, b)
	if new then
		return new
	end
	local all, piece, by = lines(text), b.search, b.replace
	local at, times = find(all, piece)
	if times == 0 then
		at, times = find(all, piece, true)
		by = times ~= 1 and by or shift(by, #indent(piece),
			indent({ table.unpack(all, at, at + #piece - 1) }))
	end
	if times ~= 1 then
		return nil, times + before == 0 and missing(text, piece)
			or "it is there more than once: search for more lines"
	end
	local out = table.move(all, 1, at - 1, 1, {})
	table.move(by, 1, #by, #out + 1, out)
	table.move(all, at + #piece, #all, #out + 1, out)
	return table.concat(out, "\n")
end

-- The first line of a list that says anything.
local function first(list)
	return table.concat(list or {}, "\n"):match("%S[^\n]*") or "nothing"
end

local function change(files, b)
	local old = files[b.file or ""]
	if not old then
		return nil, string.format("'%s' is none of the files that may "
			.. "change", b.file or "(no file name)")
	elseif b.whole then
		return b.whole
	elseif not b.replace then
		return nil, "a SEARCH block of " .. b.file .. " has no line "
			.. "`=======` in front of what replaces it"
	elseif b.endless then
		return nil, "a SEARCH block of " .. b.file .. " has no line "
			.. "`>>>>>>>` behind what replaces it"
	elseif not table.concat(b.search):find("%S") then
		return nil, "a SEARCH block of " .. b.file .. " is empty"
	end
	local text, why = replace(old, b)
	if not text then
		return nil, string.format("the SEARCH block of %s that begins "
			.. "with %s: %s", b.file, quoted(first(b.search)), why)
	end
	return text
end

-- Has an answer edits?
function M.has(answer)
	for line in answer:gmatch("[^\n]+") do
		if mark(line) == "search" or line:find("^@@")
		    or line:find("^%s*```diff") then
			return true
		end
	end
	return false
end

-- What an edit does, where the answer does not say it.
local function told(b)
	return b.whole and "" or string.format("`%s` became `%s`.",
		first(b.search):sub(1, 100), first(b.replace):sub(1, 100))
end

-- The files after the edits of an answer, with its prose as the text, or what
-- the first edit does; or nil and what is wrong.
function M.apply(answer, files)
	local list, prose, open = blocks(answer, only(files))
	local new = {}
	if #list == 0 and not open then
		list, prose = hunks(answer, only(files))
	end
	if open then
		return nil, "its last block is cut off before its end"
	elseif #list == 0 then
		return nil, "it has no SEARCH/REPLACE block"
	end
	for name, text in pairs(files) do
		new[name] = text
	end
	for _, b in ipairs(list) do
		local text, why = change(new, b)
		if not text then
			return nil, why
		elseif #text > most or text:find("\0", 1, true) then
			return nil, b.file .. " is too long or has a NUL byte"
		end
		new[b.file] = text
	end
	for name, text in pairs(files) do
		if new[name] ~= text then
			return { files = new, text = prose:find("%S")
				and prose:sub(1, 3000) or told(list[1]) }
		end
	end
	return nil, "its edits change nothing"
end

return M
