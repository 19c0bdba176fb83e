-- cases.lua: what scripts of cases share. One calls `is`, `has` and `lacks` for
-- its cases, and returns this module, whose run() cases.h calls: each case is
-- run then, in a call of its own.
local M = {}

local cases = {}

-- A case: check(pcall(f, ...)) says what came and what should.
local function add(name, check, f, ...)
	local args = table.pack(...)
	cases[#cases + 1] = { name = name, run = function()
		return check(pcall(f, table.unpack(args, 1, args.n)))
	end }
end

-- What comes out of f(...) is `want`; of nil and a reason it is the reason, of
-- an error its message.
function M.is(name, want, f, ...)
	add(name, function(ok, got, more)
		if ok and got == nil and more ~= nil then
			got = more
		end
		return got, want
	end, f, ...)
end

-- What comes out has the part; what is said on purpose names no place in a
-- script.
function M.has(name, part, f, ...)
	add(name, function(ok, got, more)
		got = tostring(ok and got == nil and more or got)
		if not ok and got:find("^%S+%.lua:%d+: ") then
			return got, "without '" .. got:match("^%S+") .. "'"
		end
		return got:find(part, 1, true) and part or got, part
	end, f, ...)
end

-- What comes out has not the part.
function M.lacks(name, part, f, ...)
	add(name, function(_, got)
		got = tostring(got)
		return got:find(part, 1, true) == nil or got, true
	end, f, ...)
end

-- A list in one line.
function M.join(list)
	local out = {}
	for i, x in ipairs(list) do
		out[i] = tostring(x)
	end
	return table.concat(out, " ")
end

function M.run(i)
	local case = cases[i]
	if not case then
		return nil
	end
	local got, want = case.run()
	return { name = case.name, got = got == want and ""
		or "got " .. tostring(got) .. ", not " .. tostring(want) }
end

return M
