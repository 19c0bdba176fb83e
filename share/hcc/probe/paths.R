# What this R needs to run, in the lines of paths.py.
maps <- readLines("/proc/self/maps")
maps <- dirname(sub("^[^/]*", "", maps[grepl("/", maps, fixed = TRUE)]))
for (p in unique(c(R.home(), .libPaths(), maps))) cat("path ", p, "\n", sep = "")
cat("version R ", as.character(getRversion()), "\n", sep = "")
