-- cases.lua: what scripts of cases share. One calls `is`, `has` and `lacks` for
-- its cases, and returns this module, whose run() cases.h calls.
local M = {}

local cases = {}

-- What comes out of f(...) is `want`; of nil and a reason it is the reason, of
-- an error its message.
function M.is(name, want, f, ...)
	local ok, got, more = pcall(f, ...)
	if ok and got == nil and more ~= nil then
		got = more
	end
	cases[#cases + 1] = { name = name, want = want, got = got }
end

-- What comes out has the part; what is said on purpose names no place in a
-- script.
function M.has(name, part, f, ...)
	local ok, got, more = pcall(f, ...)
	got = tostring(ok and got == nil and more or got)
	if not ok and got:find("^%S+%.lua:%d+: ") then
		part = "without '" .. got:match("^%S+") .. "'"
	end
	cases[#cases + 1] = { name = name, want = true,
		got = got:find(part, 1, true) ~= nil or got }
end

-- What comes out has not the part.
function M.lacks(name, part, f, ...)
	local _, got = pcall(f, ...)
	cases[#cases + 1] = { name = name, want = true,
		got = tostring(got):find(part, 1, true) == nil or got }
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
	return { name = case.name, got = case.got == case.want and ""
		or "got " .. tostring(case.got) .. ", not "
		.. tostring(case.want) }
end

return M
