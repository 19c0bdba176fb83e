-- What the brain knows of a task: the front matter of the preview and of
-- task.md, boiled down to what decides which recipes make sense.

local libraries = require "recipes.libraries"

local function as_list(value)
	if value == nil or value == "" then
		return {}
	end
	return type(value) == "table" and value or { value }
end

-- "classes", "number" or "ordinal": as the metric (a row of hcc-grade -M, or
-- nil) wants it, else as the target looks.
local function goal_of(metric, problem)
	if metric then
		local is = metric.prediction
		return (is == "value" or is == "shares") and "number"
		    or metric.ordered and "ordinal" or "classes"
	end
	return problem == "regression" and "number" or "classes"
end

-- The pattern of pixel columns, when the columns are a flattened picture. Of
-- many columns the preview lists only some, and counts the numbers.
local function pixel_pattern(s, preview)
	local count, first = {}, nil
	local function add(name, n)
		local prefix = tostring(name):match("^(%a[%a_-]-)%d[%d_x]*$")
		if prefix then
			count[prefix] = (count[prefix] or 0) + n
			first = first or prefix
		end
	end
	for _, run in ipairs(preview.runs or {}) do
		add(run.first, tonumber(run.count) or 0)
	end
	for _, column in ipairs(preview.columns or {}) do
		if column.type == "category" or not preview.runs
		    and (column.type == "number"
		    or column.type == "constant") then
			add(column.name, 1)
		end
	end
	for prefix, n in pairs(count) do
		if n > (count[first] or 0) then
			first = prefix
		end
	end
	local n = count[first or ""] or 0
	local side = math.floor(math.sqrt(n) + 0.5)
	local deep = math.floor(math.sqrt(n / 3) + 0.5)
	local square = side * side == n or 3 * deep * deep == n
	local called = first and (first:lower():match("^pi?x")
	    or preview.kind == "image"
	    or (s.task.description or ""):lower():find("%f[%a]pixels?%f[%A]"))
	if n >= 36 and square and called then
		return "(?i)" .. first .. "[\\d_x]+"
	end
	return nil
end

-- Where the pictures or sounds of train and test rows are, as
-- "input/train/{id}.png". Both folders may hold the same names.
local function file_places(preview, id)
	local train = preview.images_train or preview.sounds_train
	local test = preview.images_test or preview.sounds_test
	if train and test then
		return { train, test }
	end
	local name = preview.kind == "image" and id
	for _, column in ipairs(preview.columns or {}) do
		name = column.type == "path" and column.name or name
	end
	return name and { "{" .. name .. "}", "{" .. name .. "}" } or nil
end

-- Columns that no program may live of: what the test rows contradict, and,
-- once a control has shown that a program did live of them, all suspects.
local function forbidden(s, preview)
	local lists = { s.results or {} }
	for _, note in ipairs(s.notes or {}) do
		lists[#lists + 1] = note.results or {}
	end
	for _, results in ipairs(lists) do
		for _, result in ipairs(results) do
			local cause = result.cause or ""
			if type(cause) == "table" then	-- not of a note
				cause = tostring(cause.class) .. ": "
				    .. tostring(cause.message)
			end
			if cause:find("^leak: ")
			    and cause:find("preview.md suspects", 1, true) then
				return as_list(preview.suspects)
			end
		end
	end
	return as_list(preview.changed)
end

-- Features of tables that add nothing here, as a set: there are no columns that
-- they are made of. Of columns that are not listed nothing is known.
local function idle_features(t, preview, is_target)
	local idle = { text_scores = not t.text, frequency = true,
		target_encoding = true, crosses = t.words < 2, groups = t.words == 0,
		few_valued = t.missing == 0 }
	for _, column in ipairs(preview.columns or {}) do
		local unique = tonumber(column.unique)
		local kind = not is_target[tostring(column.name)]
		    and column.type
		if kind == "category" then
			idle.frequency = idle.frequency and unique
			    and unique <= 10
			idle.target_encoding = idle.target_encoding and unique
			    and unique <= 2
		elseif kind == "date" or kind == "text" or kind == "number"
		    and not (unique and (unique < 3 or unique > 12)) then
			idle.few_valued = false
		end
	end
	-- crosses are encoded so
	idle.target_encoding = idle.target_encoding and idle.crosses
	return preview.columns and not preview.columns_left_out and idle
	    or { text_scores = not t.text }
end

-- Columns that tell something beside texts.
local beside_texts = { category = true, number = true, date = true }

-- s: the view of the task. Returns a plain table.
return function(s)
	local preview, task = s.preview or {}, s.task
	local t = {
		train = preview.train or "input/train.csv",
		test = preview.test or "input/test.csv",
		sample = preview.sample or task.sample
		    or "input/sample_submission.csv",
		id = preview.id or task.id_column,
		target = as_list(task.target),
		problem = preview.problem or "other",
		rows = tonumber(preview.rows_train) or 10000,
		test_rows = tonumber(preview.rows_test) or 10000,
		sets = tonumber(preview.labels) and true or nil,
		classes = tonumber(preview.labels or preview.classes) or 2,
		missing = tonumber(preview.missing) or 0,
		imbalance = tonumber(preview.imbalance) or 0.5,
		stand_ins = preview.stand_ins,
		types = {}, text = false, texts = 0, words = 0, numbers = 0, other = 0,
		drop = forbidden(s, preview),
		has = libraries(s.preview_text) or {},
	}
	-- groups of test are new: what is learnt of a group is of no use there
	local groups = type(preview.split) == "table" and preview.split.groups
	if groups then
		t.groups = groups
		t.drop = { groups, table.unpack(t.drop) }
	end
	if #t.target == 0 then
		t.target = as_list(preview.target)
	end
	if type(t.id) == "table" then
		t.id = t.id[1]
	end
	t.goal = goal_of(s.metric, t.problem)
	local is_target = {}
	for _, name in ipairs(t.target) do
		is_target[name] = true
	end
	for _, column in ipairs(preview.columns or {}) do
		local name = tostring(column.name)
		if column.type == "text" then
			t.text = true
			t.texts = t.texts + 1
		elseif beside_texts[column.type] and not is_target[name] then
			t.other = t.other + 1
			t.words = t.words + (column.type == "category" and 1
				or 0)
			t.numbers = t.numbers + (column.type == "number" and 1
				or 0)
		end
		if column.type == "text" or column.type == "category" then
			t.types[name:lower()] = column.type
		end
	end
	t.numbers = t.numbers + (tonumber(preview.columns_left_out) or 0)
	t.other = t.other + (tonumber(preview.columns_left_out) or 0)
	-- what texts have in common is a table beside them
	t.other = t.other + math.max(0, t.texts - 1)
	t.text = t.text or preview.kind == "text" or preview.kind == "mixed"
	t.idle = idle_features(t, preview, is_target)
	t.pixels = pixel_pattern(s, preview)
	if not t.pixels then
		t.files = file_places(preview, t.id)
	end
	t.image = (t.pixels or t.files) and true or false
	t.sound = preview.sounds_train ~= nil
	-- files of pictures are seen in detail where there is time for that: it
	-- takes some hundredths of a second each
	local pictures = t.rows + t.test_rows
	t.side = t.files and not t.sound and pictures <= 20000
	    and 0.012 * pictures <= 0.06 * (s.time_total or 3600) and 64
	    or nil
	if t.pixels then
		t.types = {}
	end
	t.width = t.goal == "classes" and t.classes or 1
	local targets = math.max(1, #t.target)
	if t.rows <= 500 and targets == 1 then
		t.folds = 10
	else
		t.folds = t.rows * t.width > 200000 and 3 or 5
	end
	-- one held-out part says enough where rows are many
	t.held_out = t.rows * t.width > 400000 and 1 or nil
	-- where one fit of boosting takes a tenth of a phase, there is no time for
	-- slower models; a cell takes a microsecond of 100 rounds, read and all
	t.hurried = not t.image and not t.text
	    and 1.3e-6 * t.rows * (t.numbers + t.words)
	    > 0.04 * (s.time_left or math.huge)
	-- series that go on in the test rows, each by its own past
	t.series = t.has.statsmodels and t.goal == "number" and not t.image
	    and not t.text and t.rows <= 50000
	    and type(preview.folds) == "table"
	    and preview.folds.kind == "forward"
	t.repeats = t.rows <= 2000 and 5 or t.rows <= 20000 and 3 or 1
	return t
end
