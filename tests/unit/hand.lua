-- hand.lua: the brain of those who write their programs by hand: a list of
-- {name, what comes out, what should}.
local cases = require "cases"
local hand = require "brain.hand"
local tasks = require "tasks"

local is, has, join = cases.is, cases.has, cases.join
local task = tasks.plain

local function by_hand(text, edit)
	local s = task()
	s.task.command, s.task.edit = edit and "make", edit
	return hand.improve(s, { title = "A", text = text })
end
is("a hand's program is its first block", "x = 1\n", function()
	return by_hand("Try.\n```python\nx = 1\n```\n```\ny\n```\n").code
end)
has("a hand's suggestion without a block has no program",
	"suggestion 'A' has no program", by_hand, "Try.")
is("the one file of a project needs no name", "x = 1\n", function()
	return by_hand("```\nx = 1\n```", { "a.py" }).files["a.py"]
end)
is("files of a project have their names", "x = 1\n y = 1\n", function()
	local files = by_hand("```\nFILE: a.py\nx = 1\n```\n\n```\nFILE:  b/c.py "
		.. "\ny = 1\n```", { "a.py", "b/c.py" }).files
	return join { files["a.py"], files["b/c.py"] }
end)
has("one of several blocks without a name is refused",
	"does not say which file",
	by_hand, "```\nx = 1\n```", { "a.py", "b.py" })
has("two blocks for one file are refused", "does not say which file", by_hand,
	"```\nx\n```\n```\ny\n```", { "a.py" })
is("a hand's draft tells its prose in a line", "x\n Do it. Well.", function()
	local out = hand.draft({}, { title = "A",
		text = "Do it.\n\n```\nx\n```\nWell.\n" })
	return join { out.code, out.text }
end)
has("a hand's failure stays as it was run", "value: write a repaired program",
	function()
	return hand.debug({}, { title = "A" }, { class = "value" }).give_up
end)
local function by_numbers(result, goal)
	result.id, result.phase, result.title = "01/1.1", 1, "A"
	local s = task(nil, { results = { { id = "00/1.1", phase = 0 },
		result } })
	s.task.goal = goal or "maximize"
	local list = hand.judge(s).judgements
	return #list .. " " .. list[1].verdict .. ": " .. list[1].claim
end
is("a gain beyond its interval is promising", "1 promising: A reached 0.5, a "
	.. "change of 0.1", by_numbers, { status = "ok", score = 0.5,
	change = 0.1, interval = 0.09 })
is("what a limit ended is given no verdict by hand", "1 inconclusive: A was "
	.. "stopped at its limit of time; what it had handed in reached 0.5",
	by_numbers, { status = "ok", score = 0.5, change = 0.1, interval = 0.01,
	limit = "time" })
is("a change as large as its interval is inconclusive", "1 inconclusive: A "
	.. "reached 0.5, a change of -0.1, within the noise", by_numbers,
	{ status = "ok", score = 0.5, change = -0.1, interval = 0.1 })
is("where lower is better a rise is a dead end", "1 dead end: A reached 0.5, a "
	.. "change of 0.1", by_numbers, { status = "ok", score = 0.5,
	change = 0.1 }, "minimize")
is("no change at all is a dead end", "1 dead end: A reached 0.5, a change of 0",
	by_numbers, { status = "ok", score = 0.5, change = 0 })
is("the first score is promising", "1 promising: A reached 0.5", by_numbers,
	{ status = "ok", score = 0.5 })
is("a failure is told by its message", "1 dead end: A failed: bad shape",
	by_numbers, { status = "failed", cause = { class = "value",
	message = "bad\nshape" } })
is("what had no time is given no verdict by hand", "1 inconclusive: A failed: "
	.. "stopped", by_numbers, { status = "timeout",
	cause = { class = "timeout", message = "stopped" } })
is("a hand's wisdom is the rules of its notes", "tabular classification "
	.. "accuracy; r1 r2", function()
	local out = hand.distil(task(nil, { notes = { { rules = { "r1" } },
		{}, { rules = { "r2" } } } }))
	return join(out.tags) .. "; " .. join(out.remarks)
end)

return cases
