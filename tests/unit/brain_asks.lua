-- brain_asks.lua: what the model brain asks of a model, which wisdom a step
-- reads, and what is done when no answer can be used: a list of {name, what
-- comes out, what should}. The model is a table of answers.
local brain = require "brain.llm"
local cases = require "cases"
local facts = require "llm.facts"
local hybrid = require "brain.hybrid"
local items = require "llm.items"
local recipes = require "recipes.recipe"
local talk = require "llm.talk"

local is, has, lacks, join = cases.is, cases.has, cases.lacks, cases.join

local function whole(text)
	return text
end

-- Items of wisdom.
local entry = { id = "e1", task = "ants", similarity = 0.8, created = "2026",
	text = "prose\n- (plan, kind) Split by group.\n- (model, task) Use trees."
		.. "\n- (features, kind) Count words of ants.\n- (debugging, kind) "
		.. "Cast ids.\n- (plan) no scope\n" }
local usual = { id = "u1", task = "usual", origin = "curated",
	similarity = 0.8, text = "Validation: by time.\nModels: trees.\n"
		.. "Weather: none.\nRarely pays: stacking.\n" }
local function chosen(entries, role, task, hint)
	local list = {}
	for i, item in ipairs(items.choose(entries, role, task, hint)) do
		list[i] = item.role .. ":" .. item.entry.id
	end
	return join(list)
end
is("an entry's items are its lines with role and scope", "plan/kind model/task "
	.. "features/kind debugging/kind", function()
	local list = {}
	for i, item in ipairs(items.of(entry)) do
		list[i] = item.role .. "/" .. item.scope
	end
	return join(list)
end)
is("general practice has its roles by its labels", "plan model plan; 0",
	function()
	local list = {}
	for i, item in ipairs(items.of(usual)) do
		list[i] = item.role
	end
	return join(list) .. "; " .. #items.of({ text = usual.text })
end)
is("a plan reads plans, features, models of the same task",
	"plan:e1 model:e1 features:e1", chosen, { entry }, "plan", "ants")
is("a plan reads nothing of another task's model", "plan:e1 features:e1",
	chosen, { entry }, "plan", "bees")
is("a programmer reads features and models", "model:e1 features:e1", chosen,
	{ entry }, "improve", "ants")
is("a repair reads what repaired", "debugging:e1", chosen, { entry }, "debug",
	"ants")
is("a judge reads no wisdom", "", chosen, { entry }, "judge", "ants")
is("an item that has words of the step comes first", "features:e1 plan:e1",
	chosen, { entry }, "plan", "bees", "Count the words again.")
is("what was measured comes before general practice as similar",
	"plan:e1 features:e1 plan:u1", chosen, { usual, entry }, "plan", "bees")
local function other(more)
	local e = { id = "e2", task = "wasps", similarity = 0.8,
		text = "- (plan, kind) Ask.\n- (plan, kind) Twice." }
	for key, value in pairs(more or {}) do
		e[key] = value
	end
	return e
end
is("items of a confirmed entry come first",
	"plan:e2 plan:e1 features:e1", chosen,
	{ entry, other({ status = "confirmed" }) }, "plan", "bees")
is("items of a more similar task come first",
	"plan:e2 plan:e1 features:e1", chosen,
	{ entry, other({ similarity = 0.81 }) }, "plan", "bees")
is("of one entry and role a second item is read where nothing else is",
	"plan:e2 plan:e2", chosen, { other() }, "plan", "bees")
local function section(entries, fits, role)
	return items.section({ wisdom = entries, task = { id = "bees" } },
		role or "plan", "", fits or function() return true end)
end
has("an item tells from where it is", "- e1 ants (similarity 0.80, measured "
	.. "2026): Split by group.\n- e1: Count words of ants.", section,
	{ entry })
has("general practice says that it is not measured",
	"(similarity 0.80, general practice, not measured)", section, { usual })
has("an item tells the doubt of its entry",
	"measured, doubtful: numpy is new", section,
	{ other({ doubt = "numpy\nis new" }) })
lacks("where three items do not fit two are shown", "Count", section, { entry },
	function(text) return not text:find("Count") end)
is("where no item fits there is no section of wisdom", "", section, { entry },
	function() return false end)
is("a step that reads no wisdom has no section of it", "", section, { entry },
	nil, "judge")
is("without wisdom a plan has no section of it", "", section, {})
has("the first draft is shown general practice", "- practice ", function()
	return items.section({ wisdom = {}, preview = { kind = "tabular",
		problem = "classification" }, task = { id = "t",
		metric = "accuracy", description = "Two classes of rows." } },
		"draft", "", function() return true end)
end)
is("the practice shown is of the task's kind and shares most words", true,
	function()
	local function practice(kind, words)
		return items.practice({ preview = { kind = kind }, task = {
			description = words } })[1]
	end
	local one = practice("tabular", "churn of customers, two classes, "
		.. "imbalanced")
	local two = practice("tabular", "house prices, regression")
	return one and two and one.text ~= two.text
		and practice("mixed", "house prices, regression").text
		== two.text and #items.practice({ preview = { kind = "no" },
		task = {} }) == 0
end)

is("of the task's metric and problem before more words", "practice/tabular-"
	.. "regression-rmsle-prices practice/tabular-regression-quantile",
	function()
	local function practice(metric)
		return items.practice({ preview = { kind = "tabular",
			problem = "regression" }, task = { metric = metric,
			description = "Predict the price of each house in "
			.. "tabular data. Submissions are evaluated." } })[1].task
	end
	return practice("rmsle") .. " " .. practice("quantile_loss")
end)

is("of as many classes as the task has", "practice/tabular-multiclass-macro-f1 "
	.. "practice/tabular-binary-f1-imbalanced", function()
	local function practice(classes)
		return items.practice({ preview = { kind = "tabular",
			problem = "classification", classes = classes },
			task = { metric = "f1_macro", description = "Name the "
			.. "rare disease. Scored by the F1 score of labels." }
			})[1].task
	end
	return practice(19) .. " " .. practice(2)
end)

-- The model: answers in order, each a text or a record; what it was asked.
local asked
local shown = "CONTEXT\n"
local function model(...)
	local replies, n = { ... }, 0
	asked = {}
	hcc.fit = function(r) return r.text end
	hcc.context = function(r)
		asked.context = r
		return shown
	end
	hcc.fail = function(why) error("fail " .. why, 0) end
	hcc.ask = function(r)
		n = n + 1
		asked[n] = r
		local reply = replies[n] or replies[#replies]
		return type(reply) == "table" and reply
			or { class = "ok", text = reply }
	end
end
local function prompt(n)
	return asked[n or 1].messages[2].content
end

local function ask(...)
	model(...)
	return talk.ask({ wisdom = {}, phase = 3 }, "describe", function()
		return { rules = "", edits = "" }
	end, function(visible, cut)
		if visible:find("good") then
			return { visible = visible, cut = cut }
		end
		return nil, "it is bad"
	end)
end
is("a usable answer is asked for once", "good 1 3 describe", function()
	local r = ask("good")
	return join { r.visible, #asked, asked[1].phase, asked[1].role }
end)
is("a second answer is asked for, with what was wrong with the first", "good",
	function()
	local r = ask("poor", "good")
	local list = asked[2].messages
	return #list == 4 and list[3].role == "assistant" and list[3].content
		== "poor" and list[4].content:find("cannot be used: it is bad. "
		.. "Answer the request again", 1, true) and r.visible
end)
is("no third answer is asked for",
	"no usable answer, twice: it is bad 2", function()
	local _, why = ask("poor", "poor", "good")
	return why .. " " .. #asked
end)
is("a step knows its context, and whether it is asked again",
	"nil false CONTEXT\n false nil false CONTEXT\n true", function()
	local seen = {}
	model("poor", "good")
	talk.ask({ wisdom = {} }, "describe", function(_, context, again)
		seen[#seen + 1] = tostring(context) .. " "
			.. tostring(again or false)
		return { rules = "", edits = "" }
	end, function(visible)
		return visible == "good" and {} or nil, "bad"
	end)
	return join(seen)
end)
has("an answer without text is sent back as (no answer)",
	"(no answer)", function()
	ask("", "good")
	return asked[2].messages[3].content
end)
has("an answer that is empty at every attempt is told as such",
	"twice: empty: an empty text", ask, { class = "empty",
	message = "an empty text" })
has("an error of the server is told by its class", "twice: refused: go away",
	ask, { class = "refused", message = "go away" })
is("an answer that was cut off is said to be so", "no usable answer, twice: it "
	.. "was cut off at the maximum length: give a shorter answer (it is bad)",
	ask, { class = "ok",
	text = "poor", finish = "length" })
is("a parser knows that an answer was cut", true, function()
	return ask({ class = "ok", text = "good", finish = "length" }).cut
end)
has("an answer at which its reader fails is sent back",
	"its form cannot be read", function()
	return talk.ask({ wisdom = {} }, "describe", function()
		return { rules = "", edits = "" }
	end, function() error("x") end)
end)
is("reasoning without an end may hold the answer", true, function()
	return ask("<think> good").visible:find("good") ~= nil and #asked == 1
end)
has("reasoning alone, without an end, is no answer",
	"nothing stands behind its reasoning", ask,
	"<think> hm")
is("a prompt that is too long is asked again with two thirds", "3 true true",
	function()
	local long = { class = "overflow" }
	ask(long, long, "good")
	local first = 0
	for _, m in ipairs(asked[1].messages) do
		first = first + #m.content
	end
	local want = math.floor(math.floor(first / 4 * 2 / 3) * 2 / 3)
	return join { #asked, asked.context.budget == want, want > 10 }
end)
is("a prompt is made shorter ten times at most", 20, function()
	ask({ class = "overflow" })
	return #asked
end)
local function short(completion, prompt_tokens)
	return { class = "ok", text = "poor", finish = "length", usage = {
		completion = completion, prompt = prompt_tokens } }
end
is("an answer that had no room is asked for again with a shorter prompt",
	"2 true", function()
	local r = ask(short(100, 1000), "good")
	return join { #asked, r and #asked[2].messages == 2 }
end)
is("an answer as long as half of its prompt had room enough", 4, function()
	ask(short(500, 1000), "good")
	return #asked[2].messages
end)
is("an answer that is no longer with a shorter prompt had room", 4, function()
	ask(short(100, 1000), short(110, 900), "good")
	return #asked[3].messages
end)
is("a brain that was given no wisdom reads none", "true false", function()
	ask("good")
	local bare = asked.context.bare
	talk.ask({ wisdom = { entry }, task = { id = "t" } }, "describe",
		function() return { rules = "", edits = "" } end,
		function() return {} end)
	return join { bare, asked.context.bare }
end)
has("a template's name without a value is an error", "no value for {{rules}}",
	talk.fill, "system", {})

-- The brain's steps.
local function task(more)
	local s = { task = { id = "t", metric = "accuracy", goal = "maximize",
		description = "Tell which.", submission = "submission.csv" },
		metric = { prediction = "class" }, phase = 2, m = 3, q = 2,
		cores = 2, slots = 1, seed = 1, limit = 120, time_left = 3600,
		time_total = 3600, plans = {}, results = {}, notes = {},
		wisdom = {}, preview = { problem = "classification",
		rows_train = 500, target = "y", id = "id", columns = { {
		name = "a", type = "number" } } } }
	s.base = { id = "01/1.2", score = 0.81, seconds = 12.34, noise = 0.01,
		code = "print('metric: 1')\nto_csv('submission.csv')\n" }
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
local function project(more)
	local s = task(more)
	s.task.command, s.task.edit = "python3 a.py", { "a.py" }
	s.base.files = { ["a.py"] = "x = 1\n" }
	return s
end
local better = "Deeper.\n```python\nprint('metric: 2')\n"
	.. "to_csv('submission.csv')\n```\n"
local one = { id = "02/1.1", title = "Deeper", text = "Use more layers." }
local function improve(s, suggestion, ...)
	model(select("#", ...) > 0 and ... or better)
	local r = brain.improve(s or task(), suggestion or one)
	return r
end
is("a program is read from the answer", "print('metric: 2')\n"
	.. "to_csv('submission.csv')\n", function()
	return improve().code
end)
local function improved(...)
	improve(...)
	return prompt()
end
has("a programmer sees the suggestion", "carry out suggestion 02/1.1\n\nDeeper"
	.. "\n\nUse more layers.", improved)
has("a programmer sees what to build on, with its score, time and noise",
	"# Program of 01/1.2 (score 0.81, took 12 s, noise of the score between "
	.. "seeds 0.01)", improved)
has("a programmer is told the limit of a run",
	"A run may take 120 seconds on 2 "
	.. "processor cores.", improved)
lacks("no noise is told of a base that has none", "noise of the score between",
	improved, task({ base = { id = "01/1.2", noise = 0, code = "x" } }))
has("a base that leaks is told of as such",
	"score none; leak: it reads y", improved,
	task({ base = { id = "01/1.2", doubt = "reads y", code = "x" } }))
local function rules(preview_text, s)
	pcall(improve, s or task({ preview_text = preview_text }))
	return asked[1].messages[1].content
end
has("a program has no network", "Python file, without network access", rules)
has("but where there is one", "Python file, with network access", rules,
	"# Data\n\nThe network is there.\n")
has("a project neither", "- runs without network access", rules, nil, project())
has("without a solution there is nothing to build on", "Build on nothing: "
	.. "there is no solution yet.", function()
	local s = task()
	s.base = nil
	return improved(s)
end)
lacks("a suggestion cannot be struck before others have ended", "`STRIKE: `",
	improved)
has("a suggestion that measures needs no submission", "only measures: its "
	.. "program needs no submission", improved, nil, { id = "02/1.1",
	title = "M", text = "Measure.", measure = true })
lacks("a suggestion that measures may change all",
	"keep everything else", improved, nil,
	{ id = "02/1.1", title = "M", text = "Measure.", measure = true })
is("a suggestion can be struck after another has ended",
	"true 02/2.1 did it.", function()
	shown = "# plan\n# suggestion 02/2.1\n"
	local r = improve(nil, nil, "STRIKE: 02/2.1 did it.\n")
	shown = "CONTEXT\n"
	return join { prompt():find("`STRIKE: `", 1, true) ~= nil, r.strike }
end)
is("so can one of a project", "02/2.1 did it.", function()
	shown = "# plan\n# suggestion 02/2.1\n"
	local r = improve(project(), nil, "STRIKE: 02/2.1 did it.\n")
	shown = "CONTEXT\n"
	return r.strike
end)
has("a program that nobody can read is an error", "no usable answer, twice",
	improve, nil, nil, "I cannot.")
is("a recipe asks no model", "0 true", function()
	model("x")
	local r = brain.improve(task(), { id = "02/1.1", title = "R",
		text = recipes.block({ model = "svm" }) })
	return join { #asked, r.code:find('"svm"', 1, true) ~= nil }
end)
is("constants that are named ask no model", "0 x = 2  # hcc: 1..3\n", function()
	model("x")
	local s = project()
	s.base.files["a.py"] = "x = 1  # hcc: 1..3\n"
	local r = brain.improve(s, { id = "02/1.1", title = "C",
		text = "```constants\na.py: x = 2\n```" })
	return join { #asked, r.files["a.py"] }
end)
for _, name in ipairs { "python", "py", "python3" } do
	is("a block of " .. name .. " is the program among others", "print("
		.. "'metric: 2')\nto_csv('submission.csv')\n", function()
		return improve(nil, nil, "```text\nmetric: submission\n"
			.. ("a longer block\n"):rep(9) .. "```\n" .. better:gsub(
			"```python", "```" .. name)).code
	end)
end
has("a program that was cut off is no program", "the code block is cut off",
	function()
	return improve(nil, nil, { class = "ok", finish = "length",
		text = (better:gsub("```\n$", "")) })
end)
is("a project's files are edited", "x = 2\n", function()
	return improve(project(), nil, "a.py\n<<<<<<< SEARCH\nx = 1\n=======\n"
		.. "x = 2\n>>>>>>> REPLACE\n").files["a.py"]
end)
has("a suggestion that merges shows the other program too",
	"Merge 01/2.1", function()
	hcc.solution = function(id)
		return { id = id, code = "other = 1\n", score = 0.7 }
	end
	local text = improved(nil, { id = "02/1.1", title = "M",
		text = "Take both.\nMerge: 01/2.1" })
	return text:find("other = 1", 1, true) and text
end)
is("edits without a word say what the first one does",
	"`print('metric: 1')` became `print('metric: 3')`.", function()
	model("<<<<<<< SEARCH\nprint('metric: 1')\n=======\n"
		.. "print('metric: 3')\n>>>>>>> REPLACE\n")
	return brain.improve(task(), one).text
end)
-- What the context shows already.
local function in_context(context, code, text)
	return facts.program("01/1.2", code, whole, context).base .. " "
		.. facts.stated({ text = text }, whole, context)
end
is("a program and a plan that stand above are not said again", "01/1.2, whose "
	.. "program is above: the code of 01/1.2/3. (What it says stands "
	.. "above, in the plan.)", in_context, "\n# plan\nUse it.\n# code of "
	.. "01/1.2/3\n````\nx = 1\n````\n", "x = 1\n", " Use it. ")
is("a program of that id with other code is shown again",
	"01/1.2, whose program stands in front "
	.. "of this section. Do it.", in_context, "# code of 01/1.2/3\n````\n"
	.. "x = 2\n````\n", "x = 1\n", "Do it.")
is("a programmer has news where the context shows the same phase",
	"true false true", function()
	local news = facts.has_news
	return join { news(one, "a\n# suggestion 02/2.1\n"),
		news(one, "a\n# suggestion 01/2.1\n"), news(one, nil) }
end)

-- Repair.
local function repaired(failure, suggestion, s)
	model(better)
	brain.debug(s or task(), suggestion or one, failure)
	return prompt()
end
has("a repair is told what failed and where", "Attempt 02/1.1/2 was made for "
	.. "suggestion 02/1.1:\n\nDeeper\n\nUse more layers.\n\nIt failed: value: "
	.. "bad shape at fit.", repaired, { class = "value", attempt = 2,
	message = "bad\nshape", frame = "fit", code = "x" })
has("the first attempt has the number 1", "Attempt 02/1.1/1 ", repaired,
	{ class = "value", code = "x" })
has("a failure of no class is other", "It failed: other: .", repaired,
	{ code = "x" })
has("a timeout has its advice", "half of the limit", repaired,
	{ class = "timeout", code = "x" })
has("a file that is not there has its advice", "below ./input/", repaired,
	{ class = "file", code = "x" })
lacks("a failure that is no timeout has no advice on time",
	"half of the limit", repaired,
	{ class = "value", code = "x" })
has("a timeout is told how long the base took",
	"01/1.2, which it was built on, took 12 s.",
	repaired, { class = "timeout", code = "x" })
has("the program that failed is shown", "# Program of 02/1.1/1\n\n```\nmine()",
	repaired, { code = "mine()" })
is("a repair of a project can be given up", "1 s is too short.", function()
	model("GIVE UP: 1 s is too short.")
	return brain.debug(project(), one, { class = "timeout", code = "x = 1\n",
		files = { ["a.py"] = "x = 1\n" } }).give_up
end)
is("a recipe is repaired without a model", "0 plain features only", function()
	model("x")
	local r = brain.debug(task(), { id = "02/1.1", title = "R",
		text = recipes.block({ model = "svm" }) }, { class = "value" })
	return join { #asked, r.note }
end)
is("a repair that is the failed program is none", 2, function()
	model(better)
	pcall(brain.debug, task(), one, { class = "value",
		code = "print('metric: 2')\nto_csv('submission.csv')\n" })
	return #asked
end)
is("nor is one that is the program it was built on", 2, function()
	model(better)
	pcall(brain.debug, task({ base = { id = "01/1.2", code =
		"print('metric: 2')\nto_csv('submission.csv')\n" } }), one,
		{ class = "value", code = "x = 1\n" })
	return #asked
end)

-- Judgements.
local results = { { id = "01/1.1", phase = 1, title = "old" },
	{ id = "02/1.1", phase = 2, status = "ok", score = 0.8123456789,
	change = 0.0123456, interval = 0.00456, seconds = 1.234, title = "A|B",
	base = { id = "01/1.2" } }, { id = "02/1.2", phase = 2,
	status = "failed", title = "C", cause = { message = "bad\nshape" } },
	{ id = "02/1.3", phase = 2, title = "D", change = 0.1 } }
local function judged(text)
	model(text or '{"judgements":[{"verdict":"promising","claim":"A is '
		.. 'better.","evidence":["02/1.1"]}]}')
	local r = brain.judge(task({ results = results }))
	return r, prompt()
end
has("a judge sees a row a result of the phase", "\n| 02/1.1 | ok | 0.812346 | "
	.. "01/1.2 | +0.0123456 ± 0.0046 | 1.2 | A/B |  |\n| 02/1.2 | failed | - "
	.. "| - | - | - | C | bad shape |\n| 02/1.3 | not run | - | - | +0.1 ± "
	.. "unknown | - | D |  |", function()
	return (select(2, judged()))
end)
lacks("a judge sees no row of another phase", "| 01/1.1 |", function()
	return (select(2, judged()))
end)
is("what a judge claims is passed on", "A is better.", function()
	return judged().judgements[1].claim
end)
is("numbers judge where the model's judgement cannot be read",
	"offline no usable answer, twice: 3",
	function()
	local r = judged("Well.")
	return join { r.brain, r.why:match("^[^:]*:"), #r.judgements }
end)

-- A judge that plans the next phase in the same answer.
local both = '{"judgements":[{"verdict":"promising","claim":"A is better.",'
	.. '"evidence":["02/1.1"]}],"directions":[{"title":"N","why":"b",'
	.. '"suggestions":[{"title":"T","text":"Train trees of depth 9."}]}]}'
local function judge_and_plan(...)
	model(...)
	local r = brain.judge(task({ results = results, next = 3 }))
	return join { r.plan and r.plan.directions[1].title, #r.judgements,
		#asked, r.brain }
end
has("a judge that plans is told of which phase", "## Then the research plan of "
	.. "phase 03", function()
	judge_and_plan(both)
	return prompt()
end)
has("it may plan nothing, as one that plans alone", "leave \"directions\" empty"
	.. " ([]): the task ends then", function()
	judge_and_plan(both)
	return prompt()
end)
is("what a judge that plans says is passed on, both parts", "N 1 1",
	judge_and_plan, both)
is("a plan beside judgements that cannot be read is kept", "N 1 2 true",
	function()
	local r = judge_and_plan((both:gsub("promising", "great")), '{"judgements"'
		.. ':[{"verdict":"promising","claim":"A is better.","evidence":'
		.. '["02/1.1"]}]}')
	return r .. " " .. tostring(asked[2].messages[4].content:find(
		'its plan is kept: leave "directions" out', 1, true) ~= nil)
end)
is("judgements in Markdown are no plan", "nil 1", function()
	model("## Judgements\n\n- **promising**: A is better [02/1.1]\n\n"
		.. "## Next\n\n- Try 5 trees of depth 3.\n")
	local r = brain.judge(task({ results = results, next = 3 }))
	return tostring(r.plan) .. " " .. #r.judgements
end)
lacks("a judge alone is asked for no plan", "research plan of phase", function()
	return (select(2, judged()))
end)
is("a judge alone gives no plan, whatever it answers", "nil", function()
	return tostring(judged(both).plan)
end)

-- A task with tables.
local function tabled(more)
	local s = task(more)
	s.preview.train = "input/train.csv"
	return s
end

-- Plans.
local planned = '{"directions":[{"title":"A","why":"b","suggestions":[{"title":'
	.. '"T","text":"Train trees of depth 9."}]}]}'
local function plan(s, ...)
	model(...)
	return brain.plan(s or task()), asked[1] and prompt()
end
has("a planner is told the size and the time", "3 directions of different "
	.. "kinds, each with 2 concrete suggestions", function()
	return (select(2, plan(nil, planned)))
end)
has("a planner is told that it may plan nothing", "leave \"directions\" empty",
	function()
	return (select(2, plan(nil, planned)))
end)
has("a planner is told what its last plan repeated",
	"- \"Old\" repeats 01/1.1: it was run", function()
	return (select(2, plan(task({ rejected = { { title = "Old",
		like = "01/1.1" } } }), planned)))
end)
has("a planner with wisdom is told how to credit it", "From: ID", function()
	return (select(2, plan(task({ wisdom = { entry } }), planned)))
end)
lacks("a planner without wisdom is not told how to credit any",
	"From: ID", function()
	return (select(2, plan(nil, planned)))
end)
is("recipes go on where the model has no plan", "offline 3", function()
	local r = plan(tabled(), "Well.")
	return join { r.brain, #r.directions }
end)
is("recipes go on when nothing is new, without asking the model", "offline "
	.. "nothing that the model proposed is new 0", function()
	local r = plan(tabled({ exhausted = true }), planned)
	return join { r.brain, r.why, #asked }
end)
is("nothing is planned when nothing is new where there is no table", 0,
	function()
	return #plan(task({ exhausted = true }), planned).directions
end)
is("nothing is planned when nothing is new in a language without recipes", 0,
	function()
	local s = task({ exhausted = true })
	s.task.language = "r"
	return #plan(s, planned).directions
end)
has("a plan that cannot be read fails the step in such a language",
	"fail plan: no usable answer", function()
	local s = task()
	s.task.language = "r"
	return plan(s, "Well.")
end)
is("the hybrid brain has one direction of the model's", "3 A", function()
	model(planned)
	local list = hybrid.plan(tabled()).directions
	return join { #list, list[#list].title }
end)
is("the hybrid brain has recipes alone where the model has no plan", "2 false",
	function()
	model("Well.")
	local list = hybrid.plan(tabled()).directions
	return join { #list, list[#list].title == "A" }
end)
is("the hybrid brain asks no model when nothing is new", "3 0", function()
	model(planned)
	local list = hybrid.plan(tabled({ exhausted = true })).directions
	return join { #list, #asked }
end)
is("with room for one direction the hybrid brain has one of each", 2, function()
	model(planned)
	return #hybrid.plan(tabled({ m = 1 })).directions
end)

-- A model most of whose programs failed, and one that did no worse than half.
local function tried(fate, more)
	local list, plans_of = {}, { { title = "D", suggestions = {} } }
	for i, status in ipairs(fate) do
		local id = "01/1." .. i
		list[i] = { id = id, phase = 1, status = status }
		if status == "struck" then	-- of a note, or of L1
			list[i].status = "failed"
			list[i].cause = i % 2 == 0 and "struck: others won"
				or { class = "struck", message = "others won" }
		end
		plans_of[1].suggestions[i] = { id = id, title = "T",
			text = status == "recipe" and recipes.block({
			model = "svm" }) or "Train it." }
	end
	local s = task({ plans = { { phase = 1, directions = plans_of } },
		notes = { { phase = 1, results = list } } })
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
local bad = { "failed", "timeout", "ok", "failed" }
is("where most of what the model wrote failed, recipes lead", "3 A hybrid "
	.. "3 of 4 programs of the model failed", function()
	local s = tried(bad)
	s.preview.train = "input/train.csv"
	local r = plan(s, planned)
	return join { #r.directions, r.directions[3].title, r.brain, r.why }
end)
is("where half of it worked, the model leads", "1 nil", function()
	local r = plan(tried { "failed", "timeout", "ok", "measured" }, planned)
	return join { #r.directions, tostring(r.brain) }
end)
is("three programs are too few to judge a model by", 1, function()
	return #plan(tried { "failed", "failed", "failed" }, planned).directions
end)
is("recipes and what was not run are no programs of the model", 1, function()
	return #plan(tried { "failed", "failed", "failed", "struck", "struck",
		"not run", "recipe" }, planned).directions
end)
is("a result that a note repeats counts once", 1, function()
	local s = tried { "failed", "failed", "ok" }
	s.results = s.notes[1].results
	return #plan(s, planned).directions
end)
is("in a language without recipes the model leads whatever failed", 1,
	function()
	local s = tried(bad)
	s.task.language = "r"
	return #plan(s, planned).directions
end)
is("the hybrid brain keeps the model's direction whatever failed", "3 A",
	function()
	model(planned)
	local s = tried(bad)
	s.preview.train = "input/train.csv"
	local list = hybrid.plan(s).directions
	return join { #list, list[#list].title }
end)
has("a model that leads no more is asked for the short form", "def model",
	function()
	local s = tried(bad)
	s.preview.train = "input/train.csv"
	return improved(s)
end)
lacks("a judge of such a model plans nothing", "research plan of phase",
	function()
	model(both)
	brain.judge(tried(bad, { next = 2, phase = 1 }))
	return prompt()
end)

is("the hybrid brain drafts by a recipe", "0 true", function()
	model(better)
	local r = hybrid.draft(tabled(), { text = "A short, robust program that "
		.. "trains, validates, prints the metric and writes the "
		.. "submission." })
	return join { #asked, r.code:find("hcc_recipes", 1, true) ~= nil }
end)
is("in a language without recipes the hybrid brain's model drafts and plans",
	"1 1", function()
	local s = tabled()
	s.task.language = "r"
	model(better)
	hybrid.draft(s)
	local n = #asked
	model(planned)
	return join { n, #hybrid.plan(s).directions }
end)
is("where there is no table it does, too", "1 1", function()
	model(better)
	hybrid.draft(task())
	local n = #asked
	model(planned)
	return join { n, #hybrid.plan(task()).directions }
end)
is("but what is said of the draft is the model's to carry out", 1, function()
	model(better)
	hybrid.draft(task(), { text = "Of 3 kinds this is number 2." })
	return #asked
end)
has("where the program to build on is a recipe, the others are named",
	"knn (neighbors, p)", function()
	local s = task()
	s.preview.train = "input/train.csv"
	s.base.code = "from hcc_recipes import run\n"
	return improved(s)
end)
lacks("but none that does not suit the task", "nb_svm", function()
	local s = task()
	s.preview.train = "input/train.csv"
	s.base.code = "from hcc_recipes import run\n"
	return improved(s)
end)
has("a program is told how its folds were drawn", "not trained on, on the 5 "
	.. "folds of `./input/folds.csv` (columns id, fold), which keep groups "
	.. "together. Programs on the same folds can be compared", function()
	local s = task()
	s.preview.folds = { count = 5, file = "input/folds.csv",
		kind = "grouped" }
	return rules(nil, s)
end)
has("without folds it draws its own", "by cross-validation or on a held-out "
	.. "part;", rules)

-- Drafts, words, watching.
is("where a draft has failed, the next is a recipe, without the model",
	"offline the draft before it failed 0", function()
	model(better)
	local r = brain.draft(tabled({ results = { { id = "00/1.1", phase = 0,
		status = "failed" } } }))
	return join { r.brain, r.why, #asked }
end)
has("its note says who wrote it, and why",
	"By the offline brain: the draft before it failed.\n\n", function()
	return brain.draft(tabled({ results = { { id = "00/1.1", phase = 0,
		status = "failed" } } })).text
end)
is("but not in a language without recipes", 1, function()
	model("```r\nprint('metric: 1'); submission\n```")
	local s = task({ results = { { id = "00/1.1", phase = 0,
		status = "failed" } } })
	s.task.language = "r"
	brain.draft(s)
	return #asked
end)
is("a draft of the model is its program", "print('metric: 2')\n"
	.. "to_csv('submission.csv')\n", function()
	model(better)
	return brain.draft(task()).code
end)
has("a draft is told its limit and the budget", "A run may take 120 seconds "
	.. "on 2 processor cores. Of the budget of 60 minutes, more than 60 "
	.. "minutes are left.", function()
	model(better)
	brain.draft(task({ base = { id = "x", code = "" } }))
	return prompt()
end)
has("one of several is told which", "this is number 2.\n\nAnswer with",
	function()
	model(better)
	brain.draft(task(), { text = "Of 3 kinds this is number 2." })
	return prompt()
end)
lacks("a draft of which nobody has said anything is not", "A short, robust",
	function()
	model(better)
	brain.draft(task(), { text = "A short, robust program that trains, "
		.. "validates, prints the metric\nand writes the submission." })
	return prompt()
end)
has("without an answer recipes draft no other kind", "no usable answer",
	function()
	model("Well.")
	return brain.draft(task(), { text = "Of 3 kinds this is number 2." })
end)
is("recipes draft where the model's draft cannot be read", "offline true",
	function()
	model("Well.")
	local r = brain.draft(tabled())
	return join { r.brain, r.code:find("hcc_recipes", 1, true) ~= nil }
end)
is("a language without recipes has no draft where the model has none",
	"no usable answer, twice", function()
	model("Well.")
	local s = task()
	s.task.language = "r"
	local _, why = pcall(brain.draft, s)
	return why:match("^[^:]*")
end)
is("a language without recipes has its descriptor where the model has none",
	"offline", function()
	model("")
	local s = task()
	s.task.language = "r"
	return brain.describe(s).brain
end)
has("a program is asked for in the language of the task", "Julia", function()
	model("```julia\nprintln(\"metric: 1\"); submission\n```")
	local s = task()
	s.task.language = "Julia"
	brain.draft(s)
	return prompt() .. asked[1].messages[1].content
end)
is("a descriptor is a paragraph", "A task of words.", function()
	model("A task of\nwords.")
	return brain.describe(task()).text
end)
is("a descriptor that is too long is replaced by recipes' own", "offline",
	function()
	model(("word "):rep(2000))
	return brain.describe(task()).brain
end)
is("remarks on what a task taught are the model's", "m", function()
	model("REMARKS\nm\nTAGS\na\n")
	return brain.distil(task()).remarks[1]
end)
is("a phase can be closed where a suggestion can be struck",
	"02/2.1 did it. true", function()
	shown = "# plan\n# suggestion 02/2.1\n"
	local r = improve(nil, nil, "CLOSE: 02/2.1 did it.\n")
	shown = "CONTEXT\n"
	return join { r.strike, r.close }
end)
local function watched(text)
	model(text)
	local r = brain.watch(task(), one)
	return (r.close and "all: " or "") .. (r.strike or "run")
end
is("a watcher can close the phase", "all: 02/2.1 did it.", watched,
	"CLOSE: 02/2.1 did it.")
is("a run that cannot help is struck with the reason", "02/2.1 did it.",
	watched, "STRIKE: 02/2.1 did it.")
is("a reason may stand behind a label in capitals", "02/2.1 did it.", watched,
	"CV: 0.9 is reached.\nSTRIKE: 02/2.1 did it.")
is("the answer RUN lets a run begin", "run", watched, "RUN")
is("a watcher that answers RUN is asked once", 1, function()
	watched("RUN")
	return #asked
end)
is("a watcher nobody understands is asked twice, then the run begins", "run 2",
	function()
	return join { watched("I would run it."), #asked }
end)

-- Small prompts.
is("a small prompt leaves out the attempts of others", "small", function()
	model(better)
	hcc.fit = function(r) return r.text:sub(1, 40000) end
	brain.improve(task(), one)
	return asked.context.role
end)
is("a large prompt has the attempts of others", "improve", function()
	model(better)
	brain.improve(task(), one)
	return asked.context.role
end)
has("a small prompt asks for a model alone", "def model", function()
	model(better)
	hcc.fit = function(r) return r.text:sub(1, 40000) end
	local s = task()
	s.preview.train = "input/train.csv"
	brain.improve(s, one)
	return prompt()
end)
has("the hybrid brain asks for a model, with every family's parameters",
	"knn (neighbors, p)", function()
	model(better)
	local s = task()
	s.preview.train = "input/train.csv"
	hybrid.improve(s, one)
	return prompt()
end)
lacks("a large prompt asks for a program", "def model", function()
	model(better)
	local s = task()
	s.preview.train = "input/train.csv"
	brain.improve(s, one)
	return prompt()
end)

return cases
