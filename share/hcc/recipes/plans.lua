-- Plans: which directions and suggestions come next, by the clock and by
-- memory. Early phases try families of different kind, later ones refine
-- what led and blend what works; when time is short the blend comes first.

local families = require "recipes.families"
local library = require "recipes.library"
local memory = require "recipes.memory"
local recipes = require "recipes.recipe"
local traits_of = require "recipes.traits"

local M = {}

-- A generator of its own, so that the same seed and phase plan the same.
local function generator(seed)
	local state = (seed * 2654435761 + 12345) % 4294967296
	return function(n)
		state = (state * 1664525 + 1013904223) % 4294967296
		return (state >> 16) % n + 1
	end
end

-- Seconds for one suggestion, when `slots` of them run one after another
-- and the phase may take this share of what is left.
local function seconds_each(s, share, slots)
	local left = math.max(0, (s.time_left or 3600) - 10)
	local each = left * share / slots
	return math.floor(0.85 * each)
end

local small_numbers = { "one", "two", "three", "four", "five", "six", "seven",
	"eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen" }

-- A number in words: titles go into claims, whose figures are checked.
local function words_of(n)
	return small_numbers[n] or "many"
end

local function title_of(recipe)
	if recipe.members then
		return "Blend of " .. words_of(#recipe.members) .. " models"
	end
	local family = families.models[recipe.model]
	local view = recipe.view or family.view
	local text = family.title:sub(1, 1):upper() .. family.title:sub(2)
	local where = { words = " on words and letters",
		pixels = " on pixels" }
	text = text .. (where[view] or "")
	if recipe.features and #recipe.features > 0 then
		text = text .. " with " .. table.concat(recipe.features, ", ")
		    :gsub("_", " ")
	end
	return text
end

local function describe_single(recipe)
	local parts = {}
	for _, key in ipairs(recipes.sorted_keys(recipe)) do
		local value = recipe[key]
		if key ~= "model" and key ~= "time" then
			parts[#parts + 1] = key .. " "
			    .. recipes.encode(value):gsub('"', "")
		end
	end
	return string.format("Train a %s: %s. Cross-validate on fixed folds; "
		.. "where a value is a list, keep the one with the best fold "
		.. "scores. Predict the test rows with the mean of the folds' "
		.. "models.", families.models[recipe.model].title,
		table.concat(parts, ", "))
end

local function describe_blend(recipe)
	local names = {}
	for i, member in ipairs(recipe.members) do
		names[i] = families.models[member.model].title
	end
	return string.format("Train %d different models on the same folds (%s) "
		.. "and mix their out-of-fold predictions by %s, tuned to the "
		.. "metric on folds left out.", #names,
		table.concat(names, "; "),
		table.concat(recipe.mixers or { "climb", "stack" }, " or "))
end

-- A suggestion with its recipe block, and the wisdom that it takes up.
local function suggestion(recipe, title, from)
	local blend = recipe.members ~= nil
	local say = blend and describe_blend or describe_single
	local source = from and #from > 0
	    and "From: " .. table.concat(from, ", ") .. "\n\n" or ""
	return { title = title or title_of(recipe),
		text = say(recipe) .. "\n\n" .. source
		    .. recipes.block(recipe) }
end

local factors = {
	rounds = { 0.6, 1.6 }, rate = { 0.5, 0.7, 1.5 }, leaves = { 0.5, 2 },
	min_samples_leaf = { 0.5, 2 }, l2 = { 0.2, 5 }, depth = { 0.7, 1.4 },
	max_features = { 0.6, 1.5 }, trees = { 2 }, C = { 0.3, 3 },
	gamma = { 0.5, 2 }, alpha = { 0.2, 5 }, neighbors = { 0.5, 2 },
	hidden = { 0.5, 2 }, epochs = { 0.5, 2 }, epsilon = { 0.3, 2 },
	shrink = { 0.4, 2 }, vocabulary = { 0.3, 3 }, pca = { 0.5, 2 },
	topics = { 0.5, 2 },
}

local function scaled(value, factor, rule)
	local low, high = rule[2], rule[3]
	if type(value) == "table" then
		local list = {}
		for i, item in ipairs(value) do
			list[i] = scaled(item, factor, rule)
		end
		return list
	end
	value = math.max(low, math.min(high, value * factor))
	if rule[1] == "integer" or math.type(low) == "integer" and low >= 1
	    and rule[1] == "numbers" then
		return math.max(low, math.floor(value + 0.5))
	end
	return tonumber(string.format("%.3g", value))
end

-- Features that say something only where there are categories.
local needs_words = { frequency = true, target_encoding = true,
	groups = true, crosses = true }

-- The recipe with one to two of its numbers changed.
local function mutate(t, recipe, draw)
	local copy = recipes.copy(recipe)
	local family = families.models[recipe.model]
	local view = families.view_keys[recipe.view or family.view]
	local keys = {}
	for _, key in ipairs(recipes.sorted_keys(recipe)) do
		if factors[key] then
			keys[#keys + 1] = key
		end
	end
	for _ = 1, math.min(2, #keys) do
		local key = keys[draw(#keys)]
		local rule = family.keys[key] or view[key]
		local options = factors[key]
		copy[key] = scaled(copy[key], options[draw(#options)], rule)
	end
	local extras = view.features
	local pick = extras and extras[draw(#extras - 1) + 1]
	if pick and (t.words > 0 or not needs_words[pick])
	    and draw(3) == 1 then
		local wanted = {}
		local had = false
		for _, feature in ipairs(copy.features or {}) do
			if feature == pick then
				had = true
			else
				wanted[#wanted + 1] = feature
			end
		end
		if not had then
			wanted[#wanted + 1] = pick
		end
		copy.features = wanted
	end
	return copy
end

-- Book-keeping of what is already known, so that nothing comes twice.
local function known_set(tried)
	local seen = {}
	for _, entry in ipairs(tried) do
		if entry.recipe then
			seen[recipes.key(entry.recipe)] = true
		end
	end
	return function(recipe)
		local key = recipes.key(recipe)
		local fresh = not seen[key]
		seen[key] = true
		return fresh
	end
end

-- Members of the next blend: the best recipe of each family that ran,
-- what wisdom names, then the library's, without dead families. And the ids
-- of that wisdom.
local function blend_members(s, t, tried, most)
	local dead, list, seen, count = memory.dead(tried), {}, {}, {}
	local from = {}
	local function add(recipe, limit)
		local member = recipes.copy(recipe)
		for key in pairs(families.program_keys) do
			member[key] = nil
		end
		local key, name = recipes.key(member), member.model
		if #list < most and not seen[key] and not dead[name]
		    and (count[name] or 0) < limit then
			seen[key] = true
			count[name] = (count[name] or 0) + 1
			list[#list + 1] = member
			return true
		end
		return false
	end
	for _, entry in ipairs(memory.inherited(s)) do
		for i, member in ipairs(entry.recipe.members or
		    { entry.recipe }) do
			if i <= 3 and add(member, 2)
			    and from[#from] ~= entry.from then
				from[#from + 1] = entry.from
			end
		end
	end
	for i, entry in ipairs(memory.ranking(s, tried, false)) do
		if i <= 4 and entry.phase ~= 0 then
			add(entry.recipe, 2)
		end
	end
	for _, recipe in ipairs(library.blend_members(t, s.task.metric)) do
		add(recipe, recipe.model:match("boosting$") and 3 or 2)
	end
	return list, from
end

local function blends(s, t, tried, fresh, seconds, count)
	local list = {}
	local sizes = seconds < 45 and { 4, 6, 5 } or seconds < 120
	    and { 7, 5, 9 } or { 10, 8, 12, 6, 14 }
	if t.rows * t.width > 100000 then
		sizes = seconds < 90 and { 4, 3 } or seconds < 300
		    and { 6, 5, 7 } or { 9, 7, 11 }
	end
	for _, size in ipairs(sizes) do
		local members, from = blend_members(s, t, tried, size)
		local recipe = { model = "blend", time = seconds,
			members = members }
		if #list < count and #recipe.members > 1
		    and fresh(recipe) then
			list[#list + 1] = suggestion(recipe, "Blend of "
				.. words_of(#recipe.members)
				.. " models" .. (#list > 0
				and ", another mixture" or ""), from)
		end
	end
	return list
end

-- Untried recipes of one direction of the library, refined ones after them.
local function explore(t, direction, tried, fresh, seconds, count, draw)
	local dead, weak = memory.dead(tried), memory.weak(tried)
	local list = {}
	local function add(recipe)
		if #list < count and not dead[recipe.model]
		    and fresh(recipe) then
			recipe = recipes.copy(recipe)
			recipe.time = seconds
			list[#list + 1] = suggestion(recipe)
		end
	end
	for _, recipe in ipairs(direction.recipes) do
		if not weak[recipe.model] then
			add(recipe)
		end
	end
	for _, recipe in ipairs(direction.recipes) do
		if not weak[recipe.model] and #list < count then
			add(mutate(t, recipe, draw))
		end
	end
	return list
end

-- Variations of the best single models so far.
local function refine(s, t, tried, fresh, seconds, count, draw)
	local list, ranking = {}, memory.ranking(s, tried, false)
	local tries = 0
	while #ranking > 0 and #list < count and tries < 40 do
		tries = tries + 1
		local entry = ranking[(tries - 1) % math.min(3, #ranking) + 1]
		local recipe = mutate(t, entry.recipe, draw)
		recipe.time = seconds
		if pcall(recipes.check, recipe) and fresh(recipe) then
			local one = suggestion(recipe)
			one.title = one.title .. ", from " .. entry.id
			list[#list + 1] = one
		end
	end
	return list
end

local function inherited(s, fresh, seconds, count)
	local list = {}
	for _, entry in ipairs(memory.inherited(s)) do
		local recipe = recipes.copy(entry.recipe)
		recipe.time = seconds
		if #list < count and fresh(recipe) then
			local one = suggestion(recipe, nil, { entry.from })
			one.title = one.title .. ", as for "
			    .. tostring(entry.task or entry.from)
			list[#list + 1] = one
		end
	end
	return list
end

-- Which kinds of direction a phase has, best first.
local function outline(s, t)
	local total = s.time_total or 3600
	local phase = s.phase or 1
	local kinds
	if phase == 1 then
		kinds = { "inherited", "blend" }
	elseif phase % 2 == 0 or (s.time_left or 0) < total / 3 then
		kinds = { "blend", "refine" }
	else
		kinds = { "refine", "blend" }
	end
	local count = #library.directions(t, s.task.metric)
	for i = 0, count - 1 do
		kinds[#kinds + 1] = (i + (phase - 1) * 2) % count + 1
	end
	return kinds
end

-- The share of the time left that a phase takes, and how many suggestions.
local function pace(s)
	local left = s.time_left or 3600
	local m, q = s.m or 3, s.q or 2
	if left < 90 then
		return 0.85, 1, 1
	elseif left < 200 then
		return 0.85, math.min(m, s.cores or 1, 2), 1
	elseif left < 15 * 60 and (s.phase or 1) > 1 then
		return 0.4, math.min(m, 2), 1
	elseif left < 15 * 60 then
		return 0.4, m, 1
	end
	return 0.4, m, q
end

-- The next plan: directions in order of promise.
function M.plan(s)
	local t, tried = traits_of(s), memory.tried(s)
	local fresh, draw = known_set(tried), generator((s.seed or 0)
		+ 7919 * (s.phase or 1))
	local share, m, q = pace(s)
	local waves = math.ceil(m / math.max(1, math.min(s.cores or 1, m)))
	local seconds = seconds_each(s, share, waves * q)
	local plan = { directions = {} }
	if seconds < 8 then
		return plan
	end
	local library_of = library.directions(t, s.task.metric)
	for _, kind in ipairs(outline(s, t)) do
		if #plan.directions >= m then
			break
		end
		local direction = { title = "Blend what differs",
			why = "models that err in different places correct "
			    .. "each other" }
		if kind == "blend" then
			direction.suggestions = blends(s, t, tried, fresh,
				seconds, q)
		elseif kind == "refine" then
			direction.title = "Refine the best single models"
			direction.why = "their neighbourhood has the best odds"
			direction.suggestions = refine(s, t, tried, fresh,
				seconds, q, draw)
		elseif kind == "inherited" then
			direction.title = "What won on similar tasks"
			direction.why = "wisdom of tasks that resemble this one"
			direction.suggestions = inherited(s, fresh, seconds, q)
		else
			direction.title = library_of[kind].title
			direction.why = library_of[kind].why
			direction.suggestions = explore(t, library_of[kind],
				tried, fresh, seconds, q, draw)
		end
		if #direction.suggestions > 0 then
			table.insert(plan.directions, direction)
		end
	end
	return plan
end

-- The draft: a first working solution, fast.
function M.draft(s)
	local t = traits_of(s)
	local recipe = library.draft(t, s.task.metric)
	recipe.repeats = 1
	recipe.folds = t.rows > 5000 and 3 or 5
	recipe.time = math.floor(math.min(50, 0.6 * (s.limit or 600),
		0.15 * (s.time_left or 3600) + 5))
	return recipe, suggestion(recipe, "First working solution: "
		.. families.models[recipe.model].title)
end

return M
