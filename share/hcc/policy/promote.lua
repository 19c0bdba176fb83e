-- promote.lua: what is kept when a phase or a task is promoted.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ max_file_size = "10M", is = "bytes", least = 0,
			text = "larger files of an attempt, except logs, are not archived" },
		{ phase_tokens = 40000, is = "count", least = 0,
			text = "code, logs and results of a phase that closes early; 0: none does" },
		{ keep_size = "10G", is = "bytes", least = 0,
			text = "what runs leave in ./keep, of one and of all; oldest goes" },
		{ unknown_noise = 0.01, is = "number", least = 0, most = 1,
			text = "without folds and a measured noise floor: this share of the score" },
		{ pooled_gain = 2.7, is = "number", least = 0,
			text = "of two uses or more: the pooled gain that decides about an entry" },
	},

	-- Does what the task taught enter the wisdom base? s: working (there is a
	-- valid solution), phases, attempts, score. Returns true or false.
	should_store = function(_, s)
		return s.working
	end,

	-- One more task has used an entry: what is its status now? s: id, task,
	-- status, trials, wins, harms, pooled (uses, value, conflicting: what the
	-- gains of its uses show together), origin, metric, goal, created,
	-- similarity (to the task that used it). Returns "confirmed", "demoted",
	-- "provisional", or nil for no change. Not asked about entries that a
	-- person has decided about.
	verdict = function(self, s)
		local good, bad = s.wins >= 2 and s.wins > 2 * s.harms,
			s.harms >= 2 and s.harms > s.wins
		if s.pooled.uses >= 2 then
			good = s.pooled.value > self.pooled_gain
			bad = s.pooled.value < -self.pooled_gain
		end
		if s.pooled.conflicting then
			return s.status == "confirmed" and "provisional" or nil
		end
		return good and "confirmed" or bad and "demoted" or nil
	end,

	-- The descriptors of two entries are close; one is new. Which of them
	-- stays? s: similarity (cosine of the descriptors), text (share of equal
	-- words of their texts, 0 to 1), same_task, same_metric, goal, score_new,
	-- score_old. Returns "new" or "old", which supersedes the other, or nil:
	-- both stay.
	resolve_duplicate = function(_, s)
		if not s.same_metric or s.similarity < 0.95
			or not s.same_task and s.text < 0.8 then
			return nil
		end
		if s.same_task and s.score_new and s.score_old then
			local gain = s.score_new - s.score_old
			if s.goal == "minimize" and gain > 0
				or s.goal == "maximize" and gain < 0 then
				return "old"
			end
		end
		return "new"
	end,
}
