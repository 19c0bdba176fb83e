-- Edits: changes of a project's files as a model writes them.
--
--	train.py
--	<<<<<<< SEARCH
--	LR = 3e-4
--	=======
--	LR = 1e-3
--	>>>>>>> REPLACE
--
-- The searched text must stand in the file exactly once. A file may also be
-- given whole, in a fenced block whose first line is `FILE: train.py`.

local M = {}

local most = 400000	-- bytes of a file

-- The place of `piece` in `s`, or nil and why.
local function once(s, piece)
	local from, to = s:find(piece, 1, true)
	if not from then
		return nil, "is not in the file"
	elseif s:find(piece, to + 1, true) then
		return nil, "is there more than once: search for more lines"
	end
	return from, to
end

local function lines(s)
	local list = {}
	for line in (s:gsub("\r\n", "\n") .. "\n"):gmatch("(.-)\n") do
		list[#list + 1] = line
	end
	return list
end

-- The blocks of an answer: {file=, search=, replace=} or {file=, whole=}, and
-- the prose in front of the first.
local function blocks(answer)
	local list, prose, all = {}, {}, lines(answer)
	local file, open, part
	for _, line in ipairs(all) do
		if open and open.whole then
			local fence = line:find("^```")
			if fence and #open.whole > 0 then
				open.whole = table.concat(open.whole, "\n") .. "\n"
				list[#list + 1], open = open, nil
			elseif not fence then
				table.insert(open.whole, line)
			end
		elseif line:find("^<<<<<<<+ *SEARCH") then
			open, part = { file = file, search = {}, replace = {} },
				"search"
		elseif open and part == "search" and line:find("^=======+%s*$") then
			part = "replace"
		elseif open and line:find("^>>>>>>>+ *REPLACE") then
			open.search = table.concat(open.search, "\n")
			open.replace = table.concat(open.replace, "\n")
			list[#list + 1], open = open, nil
		elseif open then
			table.insert(open[part], line)
		else
			local whole = line:match("^FILE:%s*(%S+)%s*$")
			local named = line:match("^[`*#%s]*([%w_%-%./]+)[`*:%s]*$")
			if whole then
				open = { file = whole, whole = {} }
			elseif named then
				file = named
			elseif #list == 0 and not line:find("^```") then
				prose[#prose + 1] = line
			end
		end
	end
	return list, table.concat(prose, "\n"), open
end

local function change(files, b)
	local old = files[b.file or ""]
	if not old then
		return nil, string.format("'%s' is none of the files that may "
			.. "change", b.file or "(no file name)")
	elseif b.whole then
		return b.whole
	elseif b.search == "" then
		return nil, "a SEARCH block of " .. b.file .. " is empty"
	end
	local from, to = once(old, b.search)
	if not from then
		return nil, string.format("the text that begins with %q, "
			.. "searched for in %s, %s", b.search:sub(1, 80), b.file,
			to)
	end
	return old:sub(1, from - 1) .. b.replace .. old:sub(to + 1)
end

-- The files after the edits of an answer, with its prose as the text; or nil
-- and what is wrong.
function M.apply(answer, files)
	local list, prose, open = blocks(answer)
	local new = {}
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
			return { files = new, text = prose:sub(1, 3000) }
		end
	end
	return nil, "its edits change nothing"
end

return M
