-- The offline brain: a search through recipes, without any model.
--
-- It describes a task from its preview, drafts one fast solution, plans
-- directions that differ in kind and later refines and blends what worked,
-- writes programs over the Python package hcc_recipes, repairs failed ones by
-- the class of their error, and judges results by their numbers. Every
-- function takes the view of the task and returns a plain table; the same view
-- and seed give the same answer.

local constants = require "recipes.constants"
local library = require "recipes.library"
local memory = require "recipes.memory"
local plans = require "recipes.plans"
local program = require "recipes.program"
local recipes = require "recipes.recipe"
local repair = require "recipes.repair"
local report = require "recipes.report"
local traits_of = require "recipes.traits"

-- A program of a recipe, as this brain runs it.
local function code_of(s, recipe, title, options)
	recipe = recipes.copy(recipe)
	recipe.folds = options.folds or recipe.folds
	recipe.repeats = options.repeats or recipe.repeats
	return program.make(s, recipe, title or recipe.model)
end

-- Is this the text of a draft that leaves everything to the brain, as
-- hcc-plan writes it?
local function says_nothing(text)
	return text:match("^%s*(.-)%s*$"):gsub("%s+", " ")
	    == "A short, robust program that trains, validates, prints the "
	    .. "metric and writes the submission."
end

-- A brain of one's own. options, all of which may be absent:
--	blends	false: no plan blends; "ran": only models that ran
--	tolerant	false: the draft is its recipe, not the better of it
--			and a quick model
--	folds, repeats	of every program, whatever its recipe says
--	adjust(recipe, s)	changes a recipe of the library before it is
--			planned
local function new(options)
	local brain = { new = new, says_nothing = says_nothing }

	local function prepare(s)
		library.adjust = options.adjust and function(recipe)
			return options.adjust(recipe, s)
		end
		plans.blends = options.blends == nil or options.blends
		plans.tolerant = options.tolerant ~= false
	end

	-- Every recipe that the library has for this task.
	function brain.library(s)
		prepare(s)
		local all = {}
		for _, direction in ipairs(library.directions(traits_of(s),
		    s.task.metric)) do
			table.move(direction.recipes, 1, #direction.recipes,
				#all + 1, all)
		end
		return all
	end

	-- A program that blends earlier runs without training (hcc-exec -B).
	function brain.blend(s, title)
		return { code = program.blend(s, title) }
	end

	-- The descriptor: one dense paragraph (paper, section 3.1).
	function brain.describe(s)
		return { text = report.describe(s) }
	end

	-- A first working solution: title, text with its recipe, code. What a
	-- person wrote into the draft's plan is read like any suggestion.
	function brain.draft(s, planned)
		prepare(s)
		if planned and not says_nothing(planned.text) then
			return brain.improve(s, planned)
		end
		local recipe, suggestion = plans.draft(s)
		return { title = suggestion.title, text = suggestion.text,
			code = code_of(s, recipe, suggestion.title, options) }
	end

	-- The next research plan: at most s.m directions of s.q suggestions.
	function brain.plan(s)
		prepare(s)
		return plans.plan(s)
	end

	-- The program of one suggestion, as it stands in the plan now.
	function brain.improve(s, suggestion)
		local recipe = recipes.parse(suggestion.text)
		local traits = traits_of(s)
		local fits, model, why = memory.fits(traits, recipe)
		if why then
			error(string.format("recipe: '%s' does not run: %s",
				model, why), 0)
		elseif not fits then
			error(string.format("recipe: '%s' does not suit this "
				.. "task (goal %s%s%s)", model, traits.goal,
				traits.text and ", texts" or ", no texts",
				traits.image and ", pictures" or ""), 0)
		end
		return { code = code_of(s, recipe, suggestion.title, options),
			note = recipes.encode(recipe) }
	end

	-- A repaired program, or the reason why none can help.
	function brain.debug(s, suggestion, failure)
		local recipe, note = repair.repair(s,
			recipes.parse(suggestion.text), failure)
		if not recipe then
			return { give_up = note }
		end
		return { code = code_of(s, recipe, suggestion.title, options),
			note = note }
	end

	-- What the active phase showed (P1): judgements with their evidence.
	function brain.judge(s)
		return report.judge(s)
	end

	-- What the task taught (P2): tags, data and model knowledge, ranking.
	function brain.distil(s)
		return report.distil(s)
	end

	-- A program of the user's own is no recipe.
	return constants.brain(brain)
end

return new({})
