-- promote.lua: what is kept when a phase or a task is promoted.
return {
	-- files of an attempt above this size ("10M"), logs excepted, leave the
	-- archive; their name, size and checksum stay in its manifest
	keep = "10M",
	-- when no noise floor was measured: the share of its score by which
	-- the control must be beaten, or win, to say anything about wisdom
	noise_unknown = 0.01,

	-- May this task's wisdom enter L3? s: working (a valid solution),
	-- phases, attempts, score
	worth = function(_, s)
		return s.working
	end,

	-- An entry has been used by one task more: is it "confirmed" or
	-- "demoted" now, or nil? s: id, task, status, trials, wins, harms,
	-- origin, metric, goal, created, similarity (to the task that used
	-- it). Not asked about entries that a person has decided about.
	verdict = function(_, s)
		if s.wins >= 2 and s.wins > 2 * s.harms then
			return "confirmed"
		elseif s.harms >= 2 and s.harms > s.wins then
			return "demoted"
		end
		return nil
	end,

	-- Two entries whose descriptors are close, the new one made just now:
	-- which of them stands, "new" or "old"? The other is superseded by
	-- it; nil: both stand. s: similarity (cosine of the descriptors),
	-- text (share of equal words, 0 to 1), same_task, same_metric, goal,
	-- score_new, score_old.
	same = function(_, s)
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
