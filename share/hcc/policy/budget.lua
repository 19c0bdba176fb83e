-- budget.lua: whether a task may take its next step.
return {
	-- name, type, default, least, most, meaning; see hcc-policy(5)
	knobs = {
		{ "reserve", "seconds", 5, 0, false,
			"time kept for the last promotion" },
		{ "reserve_share", "number", 0.02, 0, 1,
			"share of the time budget kept for it" },
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
