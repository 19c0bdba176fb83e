-- tasks.lua: tasks that scripts of cases share, as a brain sees them, and what
-- may have come of them.
local plans = require "recipes.plans"
local recipes = require "recipes.recipe"

local M = {}

-- Traits of a task on which all features add something.
M.none = { idle = {} }

-- A task of 500 rows, 4 numbers and a word.
function M.task(more)
	local s = { task = { id = "t", metric = "accuracy", goal = "maximize",
		description = "Tell which." }, metric = { prediction = "class" },
		preview = { problem = "classification", rows_train = 500,
		rows_test = 100, classes = 2, target = "y", id = "id",
		columns = { { name = "a", type = "number" },
		{ name = "b", type = "number" }, { name = "c",
		type = "number" }, { name = "d", type = "number" },
		{ name = "e", type = "category" } } }, phase = 1, m = 3,
		q = 2, slots = 2, seed = 1, time_left = 3600,
		time_total = 3600, plans = {}, results = {}, notes = {},
		wisdom = {} }
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
-- A task of 500 rows and two numbers; `preview` replaces what its table has.
function M.plain(preview, more)
	local s = { task = { id = "t", metric = "accuracy", goal = "maximize",
		description = "Tell which." }, metric = { prediction = "class" },
		preview = { problem = "classification", rows_train = 500,
		rows_test = 100, classes = 2, target = "y", id = "id",
		columns = { { name = "a", type = "number" },
		{ name = "b", type = "number" } } }, phase = 1, m = 3,
		q = 2, slots = 2, seed = 1, time_left = 3600,
		time_total = 3600, plans = {}, results = {}, notes = {},
		wisdom = {} }
	for key, value in pairs(preview or {}) do
		s.preview[key] = value
	end
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
function M.titles(plan)
	local list = {}
	for i, d in ipairs(plan.directions) do
		list[i] = d.title
	end
	return table.concat(list, "; ")
end
function M.each(plan, f)
	for _, d in ipairs(plan.directions) do
		for _, one in ipairs(d.suggestions) do
			f(recipes.parse(one.text), one, d)
		end
	end
end
-- A phase that ran: its plan, results by the order of suggestions.
function M.after(s, plan, phase, scores)
	local n = 0
	plan.phase = phase
	for i, d in ipairs(plan.directions) do
		for j, one in ipairs(d.suggestions) do
			n = n + 1
			one.id = string.format("%02d/%d.%d", phase, i, j)
			s.results[#s.results + 1] = { id = one.id,
				status = scores[n] and "ok" or "failed",
				score = scores[n], phase = phase, change = 1 }
		end
	end
	s.plans[#s.plans + 1] = plan
	s.phase = phase + 1
	return s
end
function M.second(more)
	local s = M.task()
	M.after(s, plans.plan(s), 1, { 0.8, 0.7, 0.9, 0.85, 0.6, 0.5 })
	for key, value in pairs(more or {}) do
		s[key] = value
	end
	return s
end
M.won = { id = "w1", task = "other", similarity = 0.9, status = "confirmed",
	ranking = { { family = "svm", score = 0.9, settings = { C = 7 } },
	{ family = "linear", score = 0.8 } } }
M.usual = { id = "w2", task = "usual", similarity = 0.9,
	origin = "curated", ranking = { { family = "knn", score = 0.9 } } }

-- A phase that ran, with these recipes: { model, score or "failed" }.
function M.ran(list, more)
	local s = M.task(more)
	local all = {}
	for i, row in ipairs(list) do
		local id = "01/1." .. i
		all[i] = { id = id, title = "x", text = recipes.block(row[1]) }
		s.results[i] = { id = id, phase = 1, change = 1,
			status = type(row[2]) == "number" and "ok" or row[2],
			score = type(row[2]) == "number" and row[2] or nil }
	end
	s.plans[1] = { phase = 1, directions = { { title = "x",
		suggestions = all } } }
	s.phase = 2
	return s
end

-- A wisdom of a task; a ranking of families in this order, the constant answer
-- far behind them.
function M.entry(id, ranking, more)
	local one = { id = id, task = id, similarity = 0.9, ranking = ranking }
	for key, value in pairs(more or {}) do
		one[key] = value
	end
	return one
end
function M.places(...)
	local list = {}
	for i, name in ipairs { ... } do
		list[i] = { family = name, score = 1 - i / 100 }
	end
	list[#list + 1] = { family = "constant", score = 0 }
	return list
end

return M
