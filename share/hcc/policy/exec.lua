-- exec.lua: how suggestions are run, and which result is adopted.
return {
	-- name, type, default, least, most, meaning; see hcc-policy(5)
	knobs = {
		{ "tries", "count", 3, 1, 20,
			"attempts of a suggestion: the first and its repairs" },
		{ "slots", "count", 0, 0, 1024,
			"runs at once; 0: one for each processor core" },
		{ "memory", "bytes", 0, 0, false,
			"limit of a run; 0: four fifths of what is free, shared" },
		{ "output", "bytes", "64M", 1, false, "limit of the log of a run" },
		{ "disk", "bytes", "8G", 1, false,
			"limit of the directory of an attempt" },
		{ "processes", "count", 256, 1, false,
			"limit of the processes of a run" },
		{ "grace", "seconds", 2, 0, 3600, "time from SIGTERM to SIGKILL" },
		{ "min_time", "seconds", 15, 1, false,
			"shortest time limit of a run" },
		{ "max_time", "seconds", "4h", 1, false,
			"longest time limit of a run" },
		{ "phase_share", "number", 0.4, 0, 1,
			"share of the time left that one phase may take" },
		{ "finish_below", "number", 0.2, 0, 1,
			"share of the budget below which one phase takes the rest" },
		{ "noise_runs", "count", 2, 0, 16,
			"runs of an adopted solution with other seeds" },
		{ "noise_share", "number", 0.04, 0, 1,
			"share of the time left that these runs may take" },
		{ "margin", "number", 0.25, 0, false,
			"gain needed for adoption, in noise floors (MAD of scores)" },
	},

	-- The time limit of each run of a phase, in seconds. s: phase, rounds (how
	-- many runs follow each other), time_left, time_total (seconds; nil: no
	-- limit).
	limit = function(self, s)
		if not s.time_left then
			return self.max_time
		end
		local share = self.phase_share
		if s.time_total and s.time_left < self.finish_below * s.time_total then
			share = 0.9
		end
		if s.phase == 0 then
			share = 0.25
		end
		local limit = s.time_left * share / math.max(1, s.rounds)
		limit = math.max(self.min_time, math.min(self.max_time, limit))
		return math.min(limit, math.max(1, s.time_left))
	end,

	-- Does a valid result become the best? result and base (nil: there is no
	-- best yet): as in result.json, without scores measured on an exam.
	-- s: goal ("minimize", "maximize"), noise (MAD of the scores, or nil).
	-- Returns true or false.
	adopt = function(self, result, base, s)
		if base == nil then
			return true
		end
		local gain = result.score - base.score
		if s.goal == "minimize" then
			gain = -gain
		end
		return gain > self.margin * (s.noise or 0)
	end,

	-- Should a running program be ended, because it cannot win any more?
	-- Asked every five seconds. run: id, seconds, limit, log_bytes, claimed
	-- (the last metric printed so far, or nil). Returns a reason (a string)
	-- to end it, or nil.
	hopeless = function(_, _)
		return nil
	end,
}
