-- plan.lua: how a research plan is shaped, and which suggestions it admits.
--
-- A file of the same name below ~/.config/hcc/policy or TASK/policy replaces
-- single fields: `return { m = 5 }` is a whole file. See hcc-policy(5).
return {
	-- directions in a plan, suggestions in a direction
	m = 3,
	q = 2,
	-- how many drafts may fail before the task is given up
	drafts = 4,
	-- a suggestion this similar to one that was tried (0 to 1, share of
	-- equal words and recipe values) is dropped; above 1: never
	similar = 0.999,
	-- and so is prose whose embedding has this cosine with something tried
	-- that names the same numbers; above 1: never
	near = 0.75,
	-- seconds that must be left for a direction that plans without wisdom
	control_time = 1200,

	-- m and q of the next phase. s: phase, time_left, time_total, results.
	-- Many directions early, few and deep late: by the clock.
	shape = function(self, s)
		local left = s.time_left and s.time_total
			and s.time_left / s.time_total or 1
		if left < 0.25 then
			return { m = math.min(self.m, 2), q = 1 }
		end
		return { m = self.m, q = self.q }
	end,

	-- Is one direction planned by a brain that sees no wisdom, so that the
	-- task's end can tell what the wisdom was worth? s as above, with m, q.
	-- Once, while something that was fetched has still to prove itself.
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

	-- Is a suggestion admitted? tried: {id, title, text, similarity, numbers,
	-- embedding} of the nearest one before, or nil; embedding is nil where
	-- one of the two is a recipe, which says exactly what is done.
	admit = function(self, suggestion, tried)
		if suggestion.text == "" then
			return false
		elseif tried == nil then
			return true
		end
		return tried.similarity < self.similar
			and ((tried.embedding or 0) < self.near
				or tried.numbers < 1)
	end,
}
