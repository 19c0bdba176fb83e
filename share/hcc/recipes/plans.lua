-- Plans: which directions and suggestions come next, by the clock and by
-- memory. Early phases try families of different kind, later ones refine
-- what led and blend what works; when time is short the blend comes first.

local blends = require "recipes.blends"
local families = require "recipes.families"
local library = require "recipes.library"
local memory = require "recipes.memory"
local recipes = require "recipes.recipe"
local traits_of = require "recipes.traits"
local vary = require "recipes.vary"

-- Whether plans blend ("ran": only models that ran), and drafts may answer by a
-- quick model.
local M = { blends = true, tolerant = true }

-- Seconds for one suggestion, when `slots` of them run one after another
-- and the phase may take this share of what is left.
local function seconds_each(s, share, slots)
	local left = math.max(0, (s.time_left or 3600) - 10)
	local each = left * share / slots
	return math.floor(0.85 * each)
end

local function title_of(t, recipe)
	if recipe.members then
		return "Blend of " .. #recipe.members .. " models"
	end
	local family = families.models[recipe.model]
	local view = recipe.view or family.view
	local text = family.title:sub(1, 1):upper() .. family.title:sub(2)
	local where = { words = " on words and letters",
		pixels = " on pixels" }
	text = text .. (where[view] or "")
	local features = recipes.features(t, recipe)
	if #features > 0 then
		text = text .. " with " .. table.concat(features, ", ")
		    :gsub("_", " ")
	end
	return text
end

-- The settings stand in the recipe alone, which every later plan reads again.
local function describe_single(recipe)
	return string.format("Train a %s on fixed folds; of a list, the value "
		.. "with the best fold scores stays.",
		families.models[recipe.model].title)
end

local function describe_blend(recipe)
	return string.format("Train these on the same folds and mix their "
		.. "out-of-fold predictions by %s, tuned on folds left out.",
		table.concat(recipe.mixers or { "climb", "stack" }, " and "))
end

-- A suggestion with its recipe block, and the wisdom that it takes up.
local function suggestion(t, recipe, title, from)
	local blend = recipe.members ~= nil
	local say = blend and describe_blend or describe_single
	local source = from and #from > 0
	    and "From: " .. table.concat(from, ", ") .. "\n\n" or ""
	return { title = title or title_of(t, recipe),
		text = say(recipe) .. "\n\n" .. source
		    .. recipes.block(recipe) }
end

-- Book-keeping of what is already known, so that nothing comes twice: a
-- function that notes a recipe and says whether it was new, and the notes.
local function known_set(t, tried, never)
	local seen = {}
	for _, entry in ipairs(tried) do
		if entry.recipe then
			seen[recipes.key(t, entry.recipe)] = true
		end
	end
	return function(recipe)
		local key = recipes.key(t, recipe)
		local fresh = not seen[key]
		    and not memory.is_ruled_out(recipe, never)
		seen[key] = true
		return fresh
	end, seen
end

local function blend(s, t, tried, fresh, seconds, count)
	local list = {}
	for _, one in ipairs(blends.list(s, t, tried, seconds,
		M.blends == "ran")) do
		if #list < count and fresh(one.recipe) then
			list[#list + 1] = suggestion(t, one.recipe,
				title_of(t, one.recipe) .. (#list > 0
				and ", another mixture" or ""), one.from)
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
			local from = direction.from[recipe]
			recipe = recipes.copy(recipe)
			recipe.time = seconds
			recipe.tolerant = t.hurried or nil
			list[#list + 1] = suggestion(t, recipe, nil, { from })
		end
	end
	for _, recipe in ipairs(direction.recipes) do
		if not weak[recipe.model] then
			add(recipe)
		end
	end
	for _, recipe in ipairs(direction.recipes) do
		if not weak[recipe.model] and #list < count then
			add(vary.mutate(t, recipe, draw))
		end
	end
	return list
end

-- The best single models so far, best first, without those that did little
-- better than the worst.
local function leaders(s, tried)
	local list, ranking = {}, memory.ranking(s, tried, false)
	for i, entry in ipairs(ranking) do
		if i == 1 or memory.worth(ranking, i) > 0.85 then
			list[#list + 1] = entry
		end
	end
	return list, #ranking
end

-- Variations of the best single models so far.
local function refine(s, t, tried, fresh, seconds, count, draw)
	local ranking, ran = leaders(s, tried)
	local list, tries = {}, 0
	-- a draft that has nothing beside it is no reason to stay near it
	while ran > 1 and #list < count and tries < 40 do
		-- the best three; more when little of those is left to vary
		local among = math.min(3 + tries // 6, #ranking)
		local entry = ranking[tries % among + 1]
		tries = tries + 1
		local recipe = vary.mutate(t, entry.recipe, draw)
		recipe.time = seconds
		if pcall(recipes.check, recipe) and fresh(recipe) then
			local one = suggestion(t, recipe)
			one.title = one.title .. ", from " .. entry.id
			list[#list + 1] = one
		end
	end
	return list
end

-- The families that ran here, or are planned, as a set.
local function families_of(tried)
	local ran = {}
	for _, one in ipairs(tried) do
		ran[one.recipe and one.recipe.model or ""] = true
	end
	return ran
end

local function by_value(a, b)
	return a.value > b.value
end

-- What won elsewhere, by what its family promises here; with `least`, what
-- promises more than that, of families that have not run here: where one has,
-- its settings here say more than those of other tasks. How many similar tasks
-- agree decides between recipes of a family. A blend is worth its best member.
local function inherited(s, t, practice, tried, fresh, seconds, count, least)
	local list, promise = {}, memory.promise(s, tried)
	local found = memory.inherited(s, practice)
	local ran = families_of(least and tried or {})
	for i, entry in ipairs(found) do
		local best = -math.huge
		for _, member in ipairs(entry.recipe.members or
		    { entry.recipe }) do
			best = math.max(best, promise(member.model))
		end
		entry.value = best + 0.2 * entry.support - i * 1e-6
	end
	table.sort(found, by_value)
	for _, entry in ipairs(found) do
		local recipe = recipes.copy(entry.recipe)
		recipe.time = seconds
		if #list < count and entry.place <= 2
		    and (M.blends == true or not recipe.members)
		    and entry.value > (least or -math.huge)
		    and not ran[recipe.model]
		    and fresh(recipe) then
			local one = suggestion(t, recipe, nil, { entry.from })
			one.title = one.title .. ", as for "
			    .. tostring(entry.task or entry.from)
			list[#list + 1] = one
		end
	end
	return list
end

-- Which kinds of direction a phase has, best first: "inherited", "blend",
-- "refine", "practice" or "explore".
local function outline(s, t)
	local total = s.time_total or 3600
	local phase = s.phase or 1
	local kinds
	if memory.plateau(s) > 1 then
		-- more of the same has not helped: another kind
		kinds = { "explore", "practice", "inherited", "explore",
			"explore" }
	elseif t.hurried then
		kinds = { "inherited", "explore", "explore", "refine" }
	elseif phase == 1 then
		kinds = { "inherited", "blend" }
	elseif phase % 2 == 0 or (s.time_left or total) < total / 3 then
		kinds = { "blend", "refine" }
	else
		kinds = { "refine", "blend" }
	end
	if phase == 2 then
		kinds[#kinds + 1] = "practice"
	end
	for _ = 1, 5 do
		kinds[#kinds + 1] = "explore"
	end
	kinds[#kinds + 1] = "refine"
	return kinds
end

-- The share of the time left that a phase takes, and how many suggestions.
local function pace(s)
	local left = s.time_left or 3600
	local m, q = s.m or 3, s.q or 2
	if left < 200 then
		return 0.85, math.min(m, s.slots or 1, 2), 1
	elseif left < 15 * 60 and (s.phase or 1) > 1 then
		return 0.4, math.min(m, 2), 1
	elseif left < 15 * 60 then
		return 0.4, m, 1
	end
	return 0.4, m, q
end

-- The directions of the library, each family with what it looked like on
-- similar tasks, what most of them agree on first, before what the library
-- has; from[recipe] is the wisdom.
local function directions_of(s, t)
	local list, found = library.directions(t, s.task.metric),
	    memory.inherited(s)
	for i, entry in ipairs(found) do
		entry.value = entry.support - i * 1e-6
	end
	table.sort(found, by_value)
	for _, direction in ipairs(list) do
		local has, all = {}, {}
		direction.from = {}
		for _, recipe in ipairs(direction.recipes) do
			has[recipe.model] = true
		end
		for _, entry in ipairs(found) do
			if has[entry.recipe.model] then
				all[#all + 1] = entry.recipe
				direction.from[entry.recipe] = entry.from
			end
		end
		table.move(direction.recipes, 1, #direction.recipes, #all + 1,
			all)
		direction.recipes = all
	end
	return list
end

-- The direction of the library whose untried recipes promise most, with its
-- recipes in order of what their families promise; the library's own order
-- decides ties; and what that is. `used` holds the titles of those that this
-- plan has already; recipes of the families in `ran`, if given, do not count.
local function next_direction(s, t, known, ran)
	local promise = memory.promise(s, known.tried)
	local dead, weak = memory.dead(known.tried), memory.weak(known.tried)
	local best, most
	for _, direction in ipairs(directions_of(s, t)) do
		local rank, value = {}, -math.huge
		for i, recipe in ipairs(direction.recipes) do
			local name = recipe.model
			rank[recipe] = ((dead[name] or weak[name]) and -9 or 0)
			    + promise(name) - i * 1e-6
			if not known.seen[recipes.key(t, recipe)]
			    and not known.never[name]
			    and not (ran and ran[name]) then
				value = math.max(value, rank[recipe])
			end
		end
		table.sort(direction.recipes, function(a, b)
			return rank[a] > rank[b]
		end)
		if not known.used[direction.title]
		    and (not best or value > most + 1e-3) then
			best, most = direction, value
		end
	end
	return best, most
end

local function from_elsewhere(suggestions)
	return { title = "What won on similar tasks",
		why = "wisdom of tasks that resemble this one",
		suggestions = suggestions }
end

-- The next direction of the library; with `least`, one with a family that has
-- not run here and promises more than that.
local function explored(s, t, known, seconds, q, least)
	local found, most = next_direction(s, t, known,
		least and families_of(known.tried))
	if not found or most <= (least or -math.huge) then
		return nil
	end
	known.used[found.title] = true
	return { title = found.title, why = found.why,
		suggestions = explore(t, found, known.tried, known.fresh,
			seconds, q, known.draw) }
end

-- A family that has not run and promises more than a variation of the best, if
-- there is one: as it won elsewhere, or as the library has it. Each attempt at
-- a family makes its next one promise less.
local function before_refining(s, t, known, seconds, q)
	local best = memory.ranking(s, known.tried, false)[1]
	if not best then
		return nil
	end
	local least = memory.promise(s, known.tried)(best.recipe.model)
	local won = inherited(s, t, false, known.tried, known.fresh, seconds, q,
		least)
	return #won > 0 and from_elsewhere(won)
	    or explored(s, t, known, seconds, q, least)
end

-- One direction of a plan; nil when its kind has nothing (more) to offer.
local function direction_of(kind, s, t, known, seconds, q)
	local tried, fresh, draw = known.tried, known.fresh, known.draw
	if kind == "blend" then
		return M.blends and { title = "Blend what differs",
			why = "models that err in different places correct "
			    .. "each other",
			suggestions = blend(s, t, tried, fresh, seconds, q) }
	elseif kind == "refine" then
		return before_refining(s, t, known, seconds, q) or {
			title = "Refine the best single models",
			why = "their neighbourhood has the best odds",
			suggestions = refine(s, t, tried, fresh, seconds, q,
				draw) }
	elseif kind == "inherited" then
		return from_elsewhere(inherited(s, t, false, tried, fresh,
			seconds, q))
	elseif kind == "practice" then
		return { title = "General practice",
			why = "usual for such tasks, measured on none",
			suggestions = inherited(s, t, true, tried, fresh,
				seconds, q) }
	end
	return explored(s, t, known, seconds, q)
end

-- What is planned counts as tried for the directions after it.
local function note_planned(tried, suggestions)
	for _, one in ipairs(suggestions) do
		tried[#tried + 1] = { title = one.title,
			recipe = recipes.parse(one.text) }
	end
end

-- The next plan: directions in order of promise.
function M.plan(s)
	local t, tried = traits_of(s), memory.tried(s)
	local never, strange = memory.ruled(s)
	local known = { tried = tried, used = {}, never = never,
		draw = vary.generator((s.seed or 0) + 7919 * (s.phase or 1)) }
	known.fresh, known.seen = known_set(t, tried, never)
	local share, m, q = pace(s)
	if t.hurried then
		m, q = math.min(m, s.slots or 1), 1
	end
	local waves = math.ceil(m / math.max(1, math.min(s.slots or 1, m)))
	local seconds = seconds_each(s, share, waves * q)
	local plan = { directions = {} }
	if seconds < 4 then
		return plan
	end
	for _, kind in ipairs(outline(s, t)) do
		local direction = #plan.directions < m
		    and direction_of(kind, s, t, known, seconds, q)
		if direction and #direction.suggestions > 0 then
			table.insert(plan.directions, direction)
			note_planned(tried, direction.suggestions)
		end
	end
	-- what cannot be followed is not passed over in silence
	plan.refused = {}
	for i, rule in ipairs(strange) do
		plan.refused[i] = rule .. " This rule is not followed: the "
		    .. "offline brain understands \"Never use FAMILY\" and "
		    .. "\"Never blend\""
	end
	return plan
end

-- The draft's recipe: a single model that similar tasks speak for, as it was
-- there or as the library has it; without such, and where rows are many and
-- only some families fast, the library's own. Second: the wisdom it is from.
local function first_recipe(s, t)
	local best = library.draft(t, s.task.metric)
	local prior, family = memory.prior(s, {}), best.model
	local most, from = math.max(0.55, prior(family)), nil
	if t.rows > 5000 or #(s.wisdom or {}) == 0 then
		return best
	end
	for _, direction in ipairs(directions_of(s, t)) do
		for _, recipe in ipairs(direction.recipes) do
			local value = prior(recipe.model)
			-- also of the family that the library would take
			local known = value == most and not from
			    and recipe.model == family
			    and direction.from[recipe]
			if value > most or known then
				most, from = value, direction.from[recipe]
				best = recipes.copy(recipe)
			end
		end
	end
	return best, from
end

-- The draft: a first working solution, fast.
function M.draft(s)
	local t = traits_of(s)
	local recipe, from = first_recipe(s, t)
	recipe.repeats = 1
	recipe.folds = t.rows > 5000 and 3 or 5
	recipe.tolerant = M.tolerant or nil
	-- a tenth of the budget at most, with what starting it takes; but some
	-- seconds beside that
	local most = math.min(t.rows > 100000 and 600 or 50,
		0.6 * (s.limit or 600))
	local tenth = 0.09 * (s.time_total or s.time_left or 3600) - 2
	recipe.time = math.max(1, math.floor(math.min(most, math.max(4,
		tenth))))
	return recipe, suggestion(t, recipe, "First working solution: "
		.. families.models[recipe.model].title, { from })
end

return M
