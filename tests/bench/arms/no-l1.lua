-- Without L1: no raw plans, no results of phases at work, no logs.
return require "memory.pool".brain(function(s, _, failure)
	s.plans, s.results, s.draft = {}, {}, nil
	if failure then
		failure.log, failure.message, failure.frame = "", "", nil
	end
end)
