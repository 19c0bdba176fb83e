-- prefetch.lua: which wisdom of past tasks a new task starts with.
--
-- An entry matches when the cosine of its descriptor and that of the new task
-- is greater than delta (paper, 3.4). This file decides which of the matches
-- are written to prefetch.md.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ delta = false, is = "number", least = -1, most = 1,
			text = "cosine to be exceeded; unset: that of the embedder" },
		{ max_matches = 64, is = "count", least = 0,
			text = "matches that are considered, best first; 0: all" },
		{ tokens = 8000, is = "count", least = 0,
			text = "size of prefetch.md" },
		{ confirmed_bonus = 0.05, is = "number", least = 0, most = 2,
			text = "added to the cosine of a confirmed entry" },
		{ harm_penalty = 0.1, is = "number", least = 0, most = 2,
			text = "taken from that of an entry with more harms than wins" },
		{ curated_penalty = 0.05, is = "number", least = 0, most = 2,
			text = "taken from that of general practice, which is not measured" },
		{ doubt_age = "730d", is = "seconds", least = 0,
			text = "an older entry is doubtful" },
		{ doubt_penalty = 0.05, is = "number", least = 0, most = 2,
			text = "taken from that of a doubtful entry" },
	},

	-- Which matches are written, in which order. s: tokens (size of
	-- prefetch.md), task (id, metric, goal), matches (best first; each has
	-- id, task, similarity, tokens, status, trials, wins, harms, metric, tags,
	-- created, origin, age in seconds, changed (libraries with another
	-- version now, as lines)). Returns a list of positions in s.matches.
	choose = function(self, s)
		local rank, order, chosen = {}, {}, {}
		for i, m in ipairs(s.matches) do
			rank[i] = m.similarity
			if m.status == "confirmed" then
				rank[i] = rank[i] + self.confirmed_bonus
			end
			if m.harms > m.wins then
				rank[i] = rank[i] - self.harm_penalty
			end
			if m.origin == "curated" then
				rank[i] = rank[i] - self.curated_penalty
			end
			if (m.age or 0) > self.doubt_age or #(m.changed or {}) > 0 then
				rank[i] = rank[i] - self.doubt_penalty
			end
			order[i] = i
		end
		table.sort(order, function(a, b)
			if rank[a] ~= rank[b] then
				return rank[a] > rank[b]
			end
			return a < b
		end)
		local room = s.tokens
		for _, i in ipairs(order) do
			if s.matches[i].tokens <= room then
				room = room - s.matches[i].tokens
				chosen[#chosen + 1] = i
			end
		end
		return chosen
	end,
}
