-- texts.lua: JSON as models write it, their reasoning and blocks, cut texts: a
-- list of {name, what comes out, what should}.
local cases = require "cases"
local relaxed = require "llm.relaxed"
local text = require "llm.text"

local is, join = cases.is, cases.join

-- The value of a text as JSON, and whether it is whole.
local function read(words)
	local value, is_whole = relaxed.read(words, 1, { steps = 10000 })
	return (value == nil and "null" or hcc.json_encode(value))
		.. (is_whole and "" or " (broken)")
end
for _, row in ipairs {
	{ '{"A": 1, "Bc_2": [true, null, "x"]}', '{"A":1,"bc_2":[true,"x"]}' },
	{ "{a: 1.5, b: None, c: True, d: False}", '{"a":1.5,"c":true,"d":false}' },
	{ "['x', “y”, „z”, ‘w’]", '["x","y","z","w"]' },
	{ '{"a": 1,, "b": 2,}', '{"a":1,"b":2}' },
	{ '{"a": 1 "b": 2}', '{"a":1,"b":2}' },
	{ '{"a": 1, // one\n # two\n /* three */ "b": 2}', '{"a":1,"b":2}' },
	{ '{"a": 1 /* no end', '{"a":1} (broken)' },
	{ '{"a": 1 // no end', '{"a":1} (broken)' },
	{ '["he said "no" to it", 1]', '["he said \\"no\\" to it",1]' },
	{ '["one", "two: 2"]', '["one","two: 2"]' },
	{ '["a\\"b", "c\\\\", "d\\u0041", "e\\nf"]',
		'["a\\"b","c\\\\","dA","e\\nf"]' },
	{ '["a\nb\tc", "d\\.e", "f\\\ng"]', '["a\\nb\\tc","d.e","f\\ng"]' },
	{ '["a\1b"]', '["a\\u0001b"]' },
	{ '["one"\n"two"]', '["one","two"]' },
	{ '{"a": [1, 2', '{"a":[1,2]} (broken)' },
	{ '{"a": [1, 2}', '{"a":[1,2]} (broken)' },
	{ '{"a": "b', "[] (broken)" }, { '["x, 1]', "[] (broken)" },
	{ "{1: 2}", '{"1":2}' },
	{ "{=}", "[] (broken)" }, { "[-1e3, 0x, a.b]", '[-1000,"0x","a.b"]' },
	{ ("["):rep(101) .. ("]"):rep(101), ("["):rep(101) .. ("]"):rep(101)
		.. " (broken)" },
} do
	is("the text " .. row[1]:sub(1, 50):gsub("%c", "/") .. " is read as "
		.. row[2]:sub(1, 50), row[2], read, row[1])
end
is("a value of a hundred levels is read", true, function()
	return select(2, relaxed.read(("["):rep(100) .. ("]"):rep(100), 1,
		{ steps = 10000 }))
end)
is("reading goes on behind a value", 10, function()
	return select(3, relaxed.read('  [1, 2] {"a": 1}', 3, { steps = 100 }))
		+ 1
end)

-- Cut texts.
for _, row in ipairs {
	{ "abcdef", 6, "abcdef" }, { "abcdefg", 6, "abcd.." },
	{ "abcéfgh", 6, "abc.." }, { "éééé", 8, "éééé" }, { "éééé", 7, "éé.." },
} do
	is(row[1] .. " in " .. row[2] .. " bytes is " .. row[3], row[3], text.cut,
		row[1], row[2])
end
is("a line has single blanks and no controls", "a b ?c", text.line,
	"  a \n\t b\n\27c ", 99)
is("a plain text keeps its lines", "a\nb", text.plain, "\n a\nb \n", 99)
for _, row in ipairs { { "a", "```" }, { "a ``` b", "````" },
	{ "`````", "``````" } } do
	is("the fence of '" .. row[1] .. "' is " .. row[2], row[2] .. "\n" .. row[1]
		.. "\n" .. row[2], text.fence, row[1])
end
is("a fence adds no second line end", "```\na\n```", text.fence, "a\n")

-- Reasoning: what is visible, and what is hidden behind an open tag.
for _, row in ipairs {
	{ "a<think>b</think>c", "ac", nil },
	{ "a<thinking>b</think>c</thinking>d", "ad", nil },
	{ "a</think>b", "b", nil }, { "a<think>b", "a", "b" },
	{ "<think>a</think> ", " ", "a" }, { "a</think>\n", "\n", "a" },
	{ "a<b>c</b>d", "a<b>c</b>d", nil },
	{ "<reasoning>a</reasoning>b<thought>c</thought>d", "bd", nil },
	{ "a\r\nb\rc", "a\nb\nc", nil },
} do
	is("of " .. row[1]:gsub("%c", "/") .. " is visible: "
		.. row[2]:gsub("%c", "/"), row[2] .. "|" .. tostring(row[3]),
		function()
		local seen, hidden = text.visible(row[1])
		return seen .. "|" .. tostring(hidden)
	end)
end

-- Blocks as "LANG:TEXT", with a mark where the end is missing; the prose.
for _, row in ipairs {
	{ "p\n```py\nx\n```\nq", "py:x/ | p" },
	{ "~~~\nx\n```\n~~~", ":x/```/ | " },
	{ "````\n```\nx\n```\n````", ":```/x/```/ | " },
	{ "  ```{.py a=1}\n  x\n    y\nz\n  ```", "py:x/  y/z/ | " },
	{ "```C++\nx", "c++:x/ open | " },
	{ "```\nx\n```\n```r\ny\n```", ":x/ r:y/ | " },
	{ "a ```x``` b\n```in`line`\nc", " | a ```x``` b/```in`line`/c" },
	{ "```\nx\n``` y\nz\n```", ":x/``` y/z/ | " },
} do
	is("the blocks of " .. row[1]:gsub("\n", "/") .. " are " .. row[2], row[2],
		function()
		local blocks, prose = text.blocks(row[1])
		local list = {}
		for i, b in ipairs(blocks) do
			list[i] = b.lang .. ":" .. b.text .. (b.closed and ""
				or " open")
		end
		return ((join(list) .. " | " .. prose):gsub("\n", "/"))
	end)
end

-- Which values of an answer are taken.
local function taken(words)
	local list, is_whole = text.values(words, function(v)
		return v.all and "all" or v.part and "part" or nil
	end)
	return (#list == 0 and "[]" or hcc.json_encode(list)) .. " "
		.. tostring(is_whole)
end
for _, row in ipairs {
	{ 'Here: {"all": 1}. Done [2].', '[{"all":1}] true' },
	{ '{"part": 1} {"all": 2} {"all": 3}', '[{"all":2},{"all":3}] true' },
	{ '{"part": 1} {"all": [2', '[{"all":[2]}] false' },
	{ '{"all": 1} {"all": [2', '[{"all":1}] true' },
	{ '{"part": 1} and {"part": 2}', '[{"part":1},{"part":2}] true' },
	{ '{"part": [1', '[{"part":[1]}] false' },
	{ '{"x": {"all": 1}}', '[{"all":1}] true' },
	{ '"{\\"all\\": 1}"', '[{"all":1}] true' },
	{ "｛＂all＂：1｝", '[{"all":1}] true' }, { "none", "[] false" },
} do
	is("of " .. row[1] .. " is taken: " .. row[2], row[2], taken, row[1])
end

return cases
