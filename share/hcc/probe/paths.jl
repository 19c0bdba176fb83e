# What this Julia needs to run, in the lines of paths.py.
println("path ", dirname(Sys.BINDIR))
foreach(p -> isdir(p) && println("path ", p), DEPOT_PATH)
println("version Julia ", VERSION)
