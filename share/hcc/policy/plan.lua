-- plan.lua: the shape of a research plan, and which suggestions are admitted.
--
-- A file of the same name in ~/.config/hcc/policy or TASK/policy replaces
-- single knobs and functions: `return { m = 5 }` is a whole file.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ m = 3, is = "count", least = 1, most = 99,
			text = "directions of a plan" },
		{ q = 2, is = "count", least = 1, most = 99,
			text = "suggestions of a direction" },
		{ max_drafts = 4, is = "count", least = 1, most = 99,
			text = "drafts that may fail before the task is given up" },
		{ max_similarity = 0.999, is = "number", least = 0, most = 2,
			text = "share of equal words and recipe values that is a duplicate" },
		{ max_cosine = 0.75, is = "number", least = -1, most = 2,
			text = "cosine of prose with the same numbers that is a duplicate" },
		{ control_time = "1m", is = "seconds", least = 0,
			text = "time that must be left to plan a direction without wisdom" },
		{ phase_share = 0.4, is = "number", least = 0, most = 1,
			text = "share of the time left that a phase should take" },
		{ base_times = 1.5, is = "number", least = 0.1,
			text = "time of a run, in times of its base's" },
	},

	-- The shape of the next plan: many directions early, few and deep late, and
	-- no more than have time for what the base takes. s: the input of
	-- hcc-brain(5), of it phase, time_left, time_total (seconds; nil: no
	-- limit), base, slots. Returns { m = .., q = .. }, 1 to 99.
	shape = function(self, s)
		local left = s.time_left and s.time_total
			and s.time_left / s.time_total or 1
		if left < 0.25 then
			return { m = math.min(self.m, 2), q = 1 }
		end
		local m, q = self.m, self.q
		local base = s.base and s.base.seconds or 0
		if s.time_left and base > 0 then
			local runs = math.max(1, s.slots * (self.phase_share
				* s.time_left // (self.base_times * base)))
			m = math.min(m, runs)
			q = math.min(q, math.max(1, runs // m))
		end
		return { m = math.tointeger(m), q = math.tointeger(q) }
	end,

	-- Is one direction planned by a brain that sees no wisdom, as a control of
	-- what the wisdom is worth? s: as above, with m, q and wisdom. Returns
	-- true or false. Once, while an entry that was fetched is provisional;
	-- never as the only direction.
	control = function(self, s)
		if s.phase ~= 1 or (s.time_left or math.huge) < self.control_time then
			return false
		end
		for _, w in ipairs(s.wisdom) do
			if w.status == "provisional" then
				return true
			end
		end
		return false
	end,

	-- Is a suggestion admitted? suggestion: title, text. tried: the most
	-- similar one before it, or nil: id, title, text, similarity (share of
	-- equal words, 0 to 1), numbers (share of its numbers and names of columns
	-- that the other has too), embedding (cosine; nil where one of the two is
	-- a recipe, which says exactly what is done), outcome (of its run,
	-- "failed" say), times (how many before this one are as similar). What
	-- failed for its program, not for its idea, may come again once. Returns
	-- true or false.
	admit = function(self, suggestion, tried)
		if suggestion.text == "" then
			return false
		elseif tried == nil or tried.outcome == "failed"
		    and tried.times < 2
		    and not suggestion.text:find("```") then
			return true
		end
		return tried.similarity < self.max_similarity
			and ((tried.embedding or 0) < self.max_cosine
				or tried.numbers < 1)
	end,
}
