-- prefetch.lua: which wisdom of past tasks a new task starts with.
--
-- Everything whose descriptor has a cosine greater than delta with the new
-- task's matches (paper, 3.4); what of it is written to prefetch.md is decided
-- here. To change one knob for all your tasks or for one task, return a table
-- with that knob from the file of this name in your policy directory or in
-- TASK/policy.
return {
	-- cosine that a past task must exceed; nil: what the embedder was
	-- measured to need (hcc-embed -i tells it)
	delta = nil,
	-- the best so many matches are looked at; 0: all
	most = 64,
	-- room in prefetch.md
	tokens = 8000,
	-- verdicts of people and of past tasks move an entry by so much cosine
	confirmed = 0.05,
	harmful = 0.1,
	-- and general practice, which nobody has measured, falls behind
	curated = 0.05,

	-- Which matches are written, in which order: a list of their positions.
	-- s: tokens (the room), task (id, metric, goal), matches (best first;
	-- each has id, task, similarity, tokens, status, trials, wins, harms,
	-- metric, tags, created, origin).
	choose = function(self, s)
		local rank, order, chosen = {}, {}, {}
		for i, m in ipairs(s.matches) do
			rank[i] = m.similarity
			if m.status == "confirmed" then
				rank[i] = rank[i] + self.confirmed
			end
			if m.harms > m.wins then
				rank[i] = rank[i] - self.harmful
			end
			if m.origin == "curated" then
				rank[i] = rank[i] - self.curated
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
