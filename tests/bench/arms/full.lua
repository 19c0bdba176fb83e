-- All layers.
return require "memory.pool".brain(function() end)
