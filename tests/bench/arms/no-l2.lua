-- Without L2: no notes of finished phases.
return require "memory.pool".brain(function(s)
	s.notes = {}
end)
