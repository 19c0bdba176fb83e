-- context.lua: what of the history a prompt contains, and what is cut first.
--
-- The paper's equations fix what is raw, what is a note, and the order of the
-- parts. This file decides which kinds of parts a role reads and how a context
-- that is too large is cut. Parts keep their order, and roles read the same
-- kinds, so that a context begins with the same bytes as the one before it.

local kinds = { "task", "preview", "wisdom", "plan", "code", "log", "result",
	"note" }
-- Wisdom is no part of what is common: each step is shown the items that fit
-- it. Who wants all of prefetch.md in every prompt names "wisdom" in `reads`.
local common = { "task", "preview", "plan", "code", "log", "result", "note" }

return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ budget = 70000, is = "count", least = 100,
			text = "tokens of a prompt: the context and the step after it" },
		{ reserve_tokens = 8000, is = "count", least = 0,
			text = "of these, tokens kept for the step; at most half" },
		{ max_log_tokens = 2000, is = "count", least = 50,
			text = "tokens of a log, which is always a digest" },
		{ min_tokens = 200, is = "count", least = 0,
			text = "smallest size of a part that is cut, before it is dropped" },
		{ reads = {
			describe = { "task" },
			draft = { "task", "preview" },
			plan = common,
			improve = common,
			debug = common,
			watch = common,
			judge = common,
			distil = common,
			small = { "task", "preview" },
			small_plan = { "task", "preview", "plan", "note",
				"result" },
		}, is = "lists", words = kinds,
			text = "the kinds of parts that each role reads; small, small_plan: "
				.. "a model of little room" },
		{ cut_order = { "log", "code", "wisdom", "preview",
			"result", "plan", "note", "task" }, is = "list", words = kinds,
			text = "kinds in the order in which they are cut" },
	},

	-- How many tokens each part keeps. parts: a list of {kind, id, source,
	-- tokens} in the order of the context; budget: tokens. Returns a list of
	-- the same length: false keeps a part whole, a number cuts it to so many
	-- tokens, 0 drops it. Within a kind, the oldest parts are cut first:
	-- down to min_tokens, then to nothing.
	pack = function(self, parts, budget)
		local caps, total = {}, 0
		for i, p in ipairs(parts) do
			caps[i] = false
			total = total + p.tokens
		end
		for _, least in ipairs({ self.min_tokens, 0 }) do
			for _, kind in ipairs(self.cut_order) do
				for i, p in ipairs(parts) do
					local now = caps[i] or p.tokens
					if total > budget and p.kind == kind and now > least then
						local rest = math.floor(now - (total - budget))
						caps[i] = least == 0 and 0 or math.max(least, rest)
						total = total - now + caps[i]
					end
				end
			end
		end
		return caps
	end,
}
