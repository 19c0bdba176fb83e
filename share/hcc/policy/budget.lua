-- budget.lua: whether a task may take its next step.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ reserve = 5, is = "seconds", least = 0,
			text = "time kept for the last promotion" },
		{ reserve_share = 0.02, is = "number", least = 0, most = 1,
			text = "share of the time budget kept for it" },
	},

	-- The seconds that are kept for the end of the task, which no run may
	-- take. s: time_total.
	kept = function(self, s)
		return math.max(self.reserve, self.reserve_share * s.time_total)
	end,

	-- May hcc-watch take another step? s: time_left, time_total (seconds;
	-- nil: no limit). Returns true, or false to end the task.
	allow = function(self, s)
		if not s.time_left then
			return true
		end
		return s.time_left > self:kept(s)
	end,
}
