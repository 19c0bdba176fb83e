-- budget.lua: whether a task may take its next step.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ reserve = 5, is = "seconds", least = 0,
			text = "time kept for the last promotion" },
		{ reserve_share = 0.02, is = "number", least = 0, most = 1,
			text = "share of the time budget kept for it" },
		{ reserve_starts = 2, is = "number", least = 0,
			text = "kept are so many times what a program takes to start.." },
		{ reserve_most = 0.05, is = "number", least = 0, most = 1,
			text = "..but for that this share of the time budget at most" },
	},

	-- The seconds that are kept for the end of the task, which no run may
	-- take: for the last blend, which has to start and to read the data, and
	-- the last promotion. s: time_total, start (seconds that a program of the
	-- task has taken until it printed something, or nil).
	kept = function(self, s)
		return math.max(self.reserve, self.reserve_share * s.time_total,
			math.min(self.reserve_starts * (s.start or 0),
				self.reserve_most * s.time_total))
	end,

	-- May hcc-watch take another step? s: time_left, time_total (seconds;
	-- nil: no limit), start. Returns true, or false to end the task.
	allow = function(self, s)
		if not s.time_left then
			return true
		end
		return s.time_left > self:kept(s)
	end,
}
