-- Programs: the one program of an answer, whole or as edits of one that is
-- known, and what shows before a run that it cannot work.

local answer = require "llm.answer"
local edits = require "llm.edits"
local libraries = require "llm.libraries"
local members = require "llm.members"
local network = require "llm.network"
local text = require "llm.text"
local typed = require "llm.typed"

local M = {}

local largest = 400000	-- bytes of a program

local not_code = { json = true, text = true, console = true, output = true,
	diff = true, csv = true, markdown = true, md = true, yaml = true }

-- Languages that a block may have where another is asked for.
local languages = { r = true, julia = true, javascript = true, java = true,
	cpp = true, matlab = true }

-- Has a program what each one must have: its metric, its submission?
local function is_whole(code, submission)
	return code:lower():find("metric[^s]") ~= nil
		and (not submission or code:find(submission, 1, true) ~= nil)
end

-- Blocks that may be code, those of the language alone where it has any.
local function candidates(list, names)
	local named, other = {}, {}
	for _, block in ipairs(list) do
		if not block.text:find("%S") or not_code[block.lang] then
			goto continue
		end
		other[#other + 1] = block
		if names[block.lang] then
			named[#named + 1] = block
		end
		::continue::
	end
	return #named > 0 and named or other
end

-- Imports a block anything itself?
local function has_imports(code)
	code = "\n" .. code
	return code:find("\n[ \t]*import ") or code:find("\n[ \t]*from ")
		or code:find("library%(")
end

-- A whole program in a block that is called text or the like, or nil.
local function misnamed(list, submission)
	for _, block in ipairs(list) do
		if not_code[block.lang] and not block.text:find("^%s*[{%[]")
		    and submission and is_whole(block.text, submission)
		    and has_imports(block.text) then
			return block
		end
	end
	return nil
end

-- Has a block nothing but imports?
local function is_imports(code)
	for line in code:gmatch("[^\n]+") do
		if line:find("%S") and not line:find("^%s*import ")
		    and not line:find("^%s*from ")
		    and not line:find("^%s*library%(")
		    and not line:find("^%s*#") then
			return false
		end
	end
	return true
end

-- Calls a block what the text before it defines, and does not itself?
local function needs(head, code)
	for word, name in ("\n" .. head):gmatch(
	    "\n%s*(%l+)%s+([%w_]+)%s*[(:]") do
		if (word == "def" or word == "class")
		    and code:find("%f[%w_]" .. name .. "%s*%(")
		    and not code:find(word .. "%s+" .. name .. "%f[^%w_]") then
			return true
		end
	end
	return false
end

-- The first whole block, behind the imports before it, or behind all that is
-- before it if it has none of its own or calls what is defined there; else all
-- of them, if they are whole together; else the longest.
local function choose(list, submission)
	local longest, all = nil, {}
	for i, block in ipairs(list) do
		if is_whole(block.text, submission) then
			local head = table.concat(all)
			return { closed = block.closed, lang = block.lang,
				text = (is_imports(head)
				or not has_imports(block.text)
				or needs(head, block.text)) and head
				.. block.text or block.text }
		elseif not longest or #block.text > #longest.text then
			longest = block
		end
		all[i] = block.text
	end
	local joined = table.concat(all)
	if #list > 1 and is_whole(joined, submission) then
		return { text = joined, closed = list[#list].closed }
	end
	return longest
end

-- The block of code of a Markdown that indents it by four blanks, or nil.
local function indented(s)
	local lines = {}
	for line in (s .. "\n"):gmatch("([^\n]*)\n") do
		local inside = line:match("^    (.*)$")
			or not line:find("%S") and #lines > 0 and ""
		if inside and (#lines > 0 or inside:find("^import ")
		    or inside:find("^from ")) then
			lines[#lines + 1] = inside
		elseif #lines > 0 then
			break
		end
	end
	return #lines > 0 and table.concat(lines, "\n") .. "\n" or nil
end

local in_json = { "code", "program", "solution", "script", "content", "python" }

-- Code that stands in tags, in a member of JSON or without any mark.
local function unmarked(s, submission)
	local value = text.values(s, function(v)
		local code = members.member(v, in_json)
		return type(code) == "string" and code:find("\n", 1, true)
			and "all"
	end)[1]
	local code = value and members.member(value, in_json)
	for _, tag in ipairs({ "python", "code", "pre", "r", "script",
	    "answer", "program", "solution" }) do
		code = code or s:match("<" .. tag .. ">%s*\n?(.-)</" .. tag .. ">")
	end
	if not code then
		code = s:match('^%s*"""%l*\n(.*)\n"""%s*$')
			or s:match("^%s*'''%l*\n(.*)\n'''%s*$")
			or s:match("%[PYTHON%]%s*\n(.-)%[/PYTHON%]")
	end
	if code then
		code = code:gsub("<br ?/?>", ""):gsub("&lt;", "<")
			:gsub("&gt;", ">"):gsub("&amp;", "&")
	elseif is_whole(s, submission) and (s:find("^%s*import ")
	    or s:find("\nimport ") or s:find("\nfrom [%w_.]+ import ")
	    or s:find("library%(")) then
		local from = s:find("%f[^\n%z]import ") or s:find("%f[^\n%z]from ")
			or 1
		code = s:sub(from)
	end
	local inside = not code and indented(s)
	code = code or inside and is_whole(inside, submission) and inside
	return code and { text = text.trim(code) .. "\n", closed = true }
end

-- What stands in place of code, "# ... rest of the code unchanged ..." or a
-- line of three dots, or nil.
local function left_out(code)
	for line in code:gmatch("[^\n]+") do
		local comment = line:match("^%s*#+(.*)$") or ""
		local low = comment:lower()
		if low:find("%.%.") and (low:find("rest of") or low:find(
		    "unchanged") or low:find("as before") or low:find("same as")
		    or low:find("existing code") or low:find("previous code"))
		    or low:find("^%s*todo:? .* here") or low:find("^%s*todo:? "
		    .. "implement") or low:find("your code here")
		    or line:find("^%.%.%.%s*$") then
			return text.trim(line)
		end
	end
	return nil
end

-- A program without the time of its recipe, which is no change.
local function timeless(code)
	return (code:gsub('"time": [%d.]+', ""))
end

-- What shows that a program cannot work, or nil. `known`: submission, code that
-- is known (failed, base; of a repair: built_on), online: there is a network,
-- file: the name of the submission, and preview: the text that says what is
-- installed.
local function fault(code, known)
	local bare = ("\n" .. code):gsub("\n%s*#[^\n]*", "")
	local base = known.base or known.built_on
	if known.failed and code == known.failed then
		return "it is the program that failed, unchanged"
	elseif base and timeless(code) == timeless(base) then
		return "it is the program that it is based on, unchanged"
	elseif bare:find("pip3?%W+install") or bare:find("conda%W+install")
	    or bare:find("install%.packages") then
		return "it installs packages: nothing can be installed, use "
			.. "what is there"
	end
	local module = libraries.missing(bare, known.preview)
	if module then
		return "it imports " .. module .. ", which is not installed: use "
			.. "what the section on the data lists"
	end
	local call = not known.online and network.fetches(bare)
	if call then
		return "it fetches from the network ('" .. text.line(call, 40)
			.. "'), and there is none: use what is in ./input"
	end
	local away = bare:match("[\"'](/kaggle/[^\"']*)")
		or bare:match("[\"'](/content/[^\"']*)")
	local looks = bare:find("exists%(") or bare:find("is_?dir%(")
	if away and not looks then
		return "it reads '" .. text.line(away, 80) .. "', which is not "
			.. "there: the data are in ./input"
	elseif known.submission and bare:find("[=(]%s*input%(") then
		return "it asks for input, and nobody answers"
	end
	local gap = left_out(code)
	if gap then
		return "it leaves out code ('" .. text.line(gap, 80)
			.. "'): answer with the whole program"
	end
	local lacks = {}
	if not known.submission then
		return nil
	elseif not bare:lower():find("metric[^s]") then
		lacks[1] = "prints no line `metric: VALUE`"
	end
	if not bare:find(known.submission, 1, true) then
		lacks[#lacks + 1] = "does not write "
			.. (known.file or known.submission)
	end
	return #lacks > 0 and "the program " .. table.concat(lacks, " and ")
		.. ": answer with the whole program" or nil
end

-- The program that an answer gives as a whole, or nil and what is wrong.
local function whole(visible, names, known)
	local list, prose = text.blocks(visible)
	local best = choose(candidates(list, names), known.submission)
		or misnamed(list, known.submission)
		or unmarked(visible, known.submission)
	if best and languages[best.lang] and not names[best.lang] then
		return nil, "the program is in the language " .. best.lang
			.. ": write it in " .. (known.language or "the other")
	elseif not best then
		return nil, answer.nothing(visible, (known.from
			and "edits (SEARCH/REPLACE), nor a " or "")
			.. "fenced code block with one program")
	elseif not best.closed and (known.cut
	    or not is_whole(best.text, known.submission)) then
		return nil, "the code block is cut off before its end: "
			.. "write a shorter program"
	elseif #best.text > largest then
		return nil, "the program is longer than " .. largest .. " bytes"
	elseif best.text:find("\0", 1, true) then
		return nil, "the program has a NUL byte"
	end
	return typed.typed(best.text), #list > 0 and prose or ""
end

-- The program that edits of `known.from` make, or nil and what is wrong. Beside
-- edits that do not fit, the whole program may stand too.
local function edited(visible, names, known)
	local done, why = edits.apply(visible, { ["the program"] = known.from })
	local code = not done and whole(visible, names, known)
	if code and is_whole(code, known.submission) and not edits.has(code) then
		return code, "The whole program."
	elseif not done then
		return nil, why .. "; mend that, or answer with the whole "
			.. "program in one code block"
	end
	return done.files["the program"], done.text
end

local marks = "[%s*_`#>]*"	-- of Markdown

-- What a line `STRIKE: reason` says, or `CLOSE: reason` of all that has not
-- begun in the phase; nil without either.
function M.struck(visible)
	for _, word in ipairs({ "STRIKE", "CLOSE" }) do
		local reason = visible:match("%f[%u]" .. word .. marks .. ":"
			.. marks .. "(%S.*)")
		if reason then
			return { strike = text.line(reason, 500),
				close = word == "CLOSE" or nil }
		end
	end
	return nil
end

-- What an answer does not do: a repair that is given up, {give_up=}, or, where
-- known.strikes, a suggestion that is struck, as M.struck says; nil and what is
-- wrong where it may not be struck; else nil.
function M.declined(visible, known)
	local reason = visible:match("^" .. marks .. "GIVE UP" .. marks .. ":"
		.. marks .. "(%S.*)")
	if reason and known.failed then
		return { give_up = text.line(reason, 500) }
	end
	if known.base and not known.strikes and visible:find("^" .. marks
	    .. "STRIKE" .. marks .. ":") then
		return nil, "nothing has come since the plan that could strike "
			.. "the suggestion: carry it out"
	end
	return known.strikes and visible:find("^" .. marks .. "%u+" .. marks
		.. ":") and M.struck(visible) or nil
end

-- The program of an answer, with the text in front of it as the note; or nil
-- and what is wrong. `names`: what a fence calls the language. `known`:
-- submission, the file that it must write, by its name without the extension;
-- failed and base, programs that it must differ from, and that edits change;
-- online, whether there is a network; cut, whether the answer was cut off; own,
-- a function that makes a program of an answer with less, as M.read of
-- llm.skeleton, or nil. A fault that `known.said` names already is not named
-- again: the run will show. Or what M.declined says.
function M.read(visible, names, known)
	known.from = known.failed or known.base
	local declined, why_not = M.declined(visible, known)
	if declined or why_not then
		return declined, why_not
	end
	local code, note
	if known.from and edits.has(visible) then
		code, note = edited(visible, names, known)
	elseif known.own then
		code, note = known.own(visible, names, known.cut)
	end
	if not code and not note then
		code, note = whole(visible, names, known)
	end
	if not code then
		return nil, note
	end
	local why = fault(code, known)
	if why and why ~= known.said then
		known.said = why
		return nil, why
	end
	note = text.plain(note, 3000)
	return { code = code, text = note ~= "" and note
		or "A program without a description." }
end

return M
