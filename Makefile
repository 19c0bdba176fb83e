# hcc: Hierarchical Cognitive Caching for machine-learning experiments.
#
#	make			build; installs nothing
#	make deps		install what is missing of Debian's packages
#	make demo		deps, build, run two real tasks
#	make test		run the tests; installs nothing
#	make check		deps, test
#	make install		DESTDIR= PREFIX=
#	make check-sanitized	the tests under ASan and UBSan: SANITIZED=unit
#	make check-faults	kills, faults, damage: POINTS= SECONDS= SEED=
#	make mutate		would the tests notice? N= SEED=
#	make check-peers	against programs of others, from npm
#	make lint bench fuzz	warnings; ratios; parsers under libFuzzer
#	make dist tag		hcc-VERSION.tar.gz, vVERSION of the last commit
#	make bench-memory	what each layer of memory is worth
#	make bench-choice	scores that are believed, and true ones
#	make bench-nights	the life of a wisdom base
#	make bench-weak		which brain for a weak model
#	make picture		doc/report.png: the report of a demo
#	make clean

VERSION	= 0.2
PREFIX	= /usr/local
DESTDIR	=
BUILD	= build
CFLAGS	?= -O2 -g
PKG_CONFIG ?= pkg-config
CLANG	?= clang

# libjq has a .pc file since 1.7.
JQ	:= $(shell $(PKG_CONFIG) --exists libjq && echo libjq)
PKGS	= lua5.4 sqlite3 yaml-0.1 libarchive libmd libseccomp $(JQ)
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wvla -Werror
# The same commit gives the same bytes in any directory.
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -Ilib -Ibin $(WARN) \
	  -ffile-prefix-map=$(CURDIR)=. \
	  $$($(PKG_CONFIG) --cflags $(PKGS)) $(CPPFLAGS) $(CFLAGS)
# As needed: a tool loads only the libraries whose functions it calls.
ALL_LDFLAGS = -Wl,--as-needed $(LDFLAGS)
# libarchive is loaded when a tool needs it (lib/task/libarchive.c).
LIBS	= $$($(PKG_CONFIG) --libs $(filter-out libarchive,$(PKGS))) \
	  $(if $(JQ),,-ljq -lonig) -lstemmer -lm

OBJ	= $(BUILD)/obj
LIB_C	:= $(wildcard lib/*/*.c)
BIN_C	:= $(wildcard bin/*.c bin/*/*.c)
LIB_O	:= $(LIB_C:%.c=$(OBJ)/%.o)
# A tool is bin/hcc-NAME.c, or all files of bin/hcc-NAME/.
TOOLS	:= $(sort $(notdir $(basename $(wildcard bin/hcc-*))))
TOOL_B	:= $(TOOLS:%=$(BUILD)/bin/%) $(BUILD)/bin/hcc
UNITS	:= $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*.c))
HELPERS	:= $(patsubst %.c,$(BUILD)/%,$(wildcard tests/tools/*.c))
BENCHES	:= $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
FUZZERS	:= $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
# The longest first. They wait more than they work: two for each core.
LONG	= recipes slurm attack loop llm_outage mlebench memory
TESTS	:= $(LONG:%=tests/tools/%.t) $(filter-out $(LONG:%=tests/tools/%.t), \
	  $(wildcard tests/tools/*.t))
JOBS	:= $(shell expr 2 \* $$(nproc))
SHELLS	= bash fish zsh

all: $(TOOL_B)

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The first process of a sandbox, a program inside of the library; static, for
# it has capabilities until it starts a program, whose libraries it must not
# load.
$(OBJ)/lib/run/inside/enter: lib/run/inside/enter.c lib/run/sandbox.h \
    lib/run/soon.h
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE -Ilib $(WARN) -O2 -static \
	    -Wl,--build-id=none -s -o $@ $<
$(OBJ)/lib/run/sandbox.o: override CPPFLAGS += \
    -DHCC_ENTER='"$(OBJ)/lib/run/inside/enter"'
$(OBJ)/lib/run/sandbox.o: $(OBJ)/lib/run/inside/enter

# The one file that knows version and prefix.
$(OBJ)/bin/common/paths.o: override CPPFLAGS += -DHCC_PREFIX='"$(PREFIX)"' \
    -DHCC_VERSION='"$(VERSION)"'
$(OBJ)/bin/common/paths.o: Makefile

$(BUILD)/libhcc.a: $(LIB_O)
	rm -f $@
	$(AR) rcsD $@ $(LIB_O)

.SECONDEXPANSION:
$(BUILD)/bin/hcc-%: $$(addprefix $(OBJ)/,$$(subst .c,.o,$$(wildcard \
    bin/hcc-$$*.c bin/hcc-$$*/*.c bin/common/*.c))) $(BUILD)/libhcc.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# Nothing else may use the network.
$(BUILD)/bin/hcc-llm: LIBS += $$($(PKG_CONFIG) --libs libcurl)

$(BUILD)/bin/hcc: bin/hcc
	@mkdir -p $(@D)
	install -m 755 bin/hcc $@

# The option tables speak through -h: completions are made from there.
$(BUILD)/completions/%: bin/completions $(TOOL_B)
	@mkdir -p $(@D)
	bin/completions $* $(BUILD)/bin > $@

SHARE	= $(DESTDIR)$(PREFIX)/share
UNITDIR	= $(DESTDIR)$(PREFIX)/lib/systemd/user
SERVICES := $(notdir $(wildcard share/systemd/*))
BASH_C	= $(SHARE)/bash-completion/completions
# Modes are given, whatever the umask.
install: all $(SHELLS:%=$(BUILD)/completions/%)
	install -d -m 755 $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(TOOL_B) $(DESTDIR)$(PREFIX)/bin
	cd share/hcc && find . -type d -exec \
	    install -d -m 755 $(SHARE)/hcc/{} \;
	cd share/hcc && find . -type f -exec \
	    install -m 644 {} $(SHARE)/hcc/{} \;
	for s in 1 5 7; do install -d -m 755 $(SHARE)/man/man$$s && \
	    install -m 644 man/*.$$s $(SHARE)/man/man$$s || exit; done
	install -d -m 755 $(BASH_C) $(SHARE)/zsh/site-functions \
	    $(SHARE)/fish/vendor_completions.d
	install -m 644 $(BUILD)/completions/bash $(BASH_C)/hcc
	for t in $(TOOLS); do ln -sf hcc $(BASH_C)/$$t || exit; done
	install -m 644 $(BUILD)/completions/zsh $(SHARE)/zsh/site-functions/_hcc
	install -m 644 $(BUILD)/completions/fish \
	    $(SHARE)/fish/vendor_completions.d/hcc.fish
	install -d -m 755 $(UNITDIR)
	for f in $(SERVICES); do sed 's,@PREFIX@,$(PREFIX),' \
	    share/systemd/$$f >$(BUILD)/$$f && \
	    install -m 644 $(BUILD)/$$f $(UNITDIR)/$$f || exit; done

uninstall:
	for t in $(TOOLS) hcc; do \
	    rm -f $(DESTDIR)$(PREFIX)/bin/$$t $(BASH_C)/$$t; done
	rm -rf $(SHARE)/hcc
	for f in man/*.[157]; do \
	    rm -f $(SHARE)/man/man$${f##*.}/$${f#man/}; done
	rm -f $(SHARE)/zsh/site-functions/_hcc \
	    $(SHARE)/fish/vendor_completions.d/hcc.fish
	for f in $(SERVICES); do rm -f $(UNITDIR)/$$f; done

# The tests run what `make install` makes, as a user would.
STAGE	= $(CURDIR)/$(BUILD)/stage
stage: all
	rm -rf $(STAGE)
	$(MAKE) -s install PREFIX=$(PREFIX) DESTDIR=$(STAGE)

$(BUILD)/tests/%: tests/%.c $(wildcard tests/*/*.h) $(BUILD)/libhcc.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libhcc.a $(LIBS)

test: stage $(UNITS) $(HELPERS)
	HCC_BIN=$(STAGE)$(PREFIX)/bin HCC_HELPERS=$(CURDIR)/$(BUILD)/tests/tools \
	    prove -j$(JOBS) $(TESTS) $(UNITS)

# What a package builder runs: no sandbox, no network, no Python.
unit: $(UNITS)
	prove -j$(JOBS) $(UNITS)

deps:
	.ci/setup build run examples check

check: deps
	$(MAKE) test

# SANITIZED=unit: the library alone.
SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all
SANITIZED = test
check-sanitized: deps
	ASAN_OPTIONS=allocator_may_return_null=1 \
	    UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) $(SANITIZED) \
	    BUILD=$(BUILD)/san CFLAGS='-O1 -g $(SAN)' CPPFLAGS= LDFLAGS=

# Kills at system calls and at random times, failing system calls, damaged
# trees; hcc-fsck and a run that nobody disturbed tell whether all is right. The
# last line names the seed, which repeats the points.
POINTS	= 1000
SECONDS	?=
SEED	=
check-faults: stage
	HCC_BIN=$(STAGE)$(PREFIX)/bin tests/faults/run $(if $(SECONDS),-t \
	    $(SECONDS),-n $(POINTS)) $(SEED:%=-s %)

# Small faults at random lines, in a copy of the tree: which do the fitting
# tests catch? One mutant takes half a minute.
N	= 50
mutate:
	tests/mutate/run -n $(N) $(SEED:%=-s %) -o $(BUILD)/mutate \
	    -m CC='$(CC)'

# The picture in README.md: the report on the second task of the demo.
PICTURE	= $(BUILD)/picture
picture: deps
	.ci/setup browser
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH HCC_DEMO_TIME=150s \
	    examples/demo $(PICTURE)
	$(BUILD)/bin/hcc-report $(PICTURE)/breast-cancer >$(PICTURE)/report.html
	mkdir -p doc
	chromium --headless --no-sandbox --hide-scrollbars \
	    --window-size=1000,800 --screenshot=$(CURDIR)/doc/report.png \
	    file://$(abspath $(PICTURE))/report.html

# Programs of others, from npm: as a client of the tests' server, as a server.
check-peers: stage
	HCC_BIN=$(STAGE)$(PREFIX)/bin tests/peers/run $(BUILD)

demo: deps
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH examples/demo

PYTHON	= share/hcc/python share/hcc/probe share/hcc/mlebench share/hcc/warm \
	  tests/python tests/faults/run \
	  tests/mutate/run tests/mutate/operators.py \
	  tests/bench/memory tests/bench/choice tests/bench/choice_model.py \
	  tests/bench/nights tests/bench/nights_model.py \
	  tests/bench/weak tests/bench/weak_model.py \
	  tests/bench/arms tests/bench/digest-rules \
	  tests/bench/long_task.py tests/tools/browser.py \
	  examples/projects tests/tools/recipes_metrics.py \
	  tests/tools/report_plots.py
lint:
	.ci/setup build lint
	.ci/layers
	.ci/knobs
	cppcheck -q --error-exitcode=1 --inline-suppr --std=c11 \
	    --enable=warning,portability,performance \
	    --suppressions-list=.ci/cppcheck -D_GNU_SOURCE -Ilib -Ibin lib bin
	shellcheck -x -P tests/tools -s sh -e SC1091,SC2011,SC2012 .ci/setup \
	    .ci/run .ci/layers .ci/knobs .ci/reproducible bin/hcc \
	    bin/completions tests/lib.sh \
	    tests/fake/*.sh tests/tools/*.sh tests/tools/*.t tests/fake/model/scripted \
	    tests/peers/run tests/peers/*.t examples/demo \
	    examples/agents/session \
	    examples/pipelines/*.sh
	luacheck -q --std lua54 --read-globals hcc -- share/hcc tests/bench
	pyflakes3 $(PYTHON)
	pycodestyle $(PYTHON)
	mandoc -Tlint -Wwarning man/*.[157]
	$(MAKE) -s $(BUILD)/bin/hcc-grade
	.ci/metrics $(BUILD)/bin
	@! git grep -nE '[[:blank:]]+$$' -- '*.c' '*.h' '*.lua' '*.sh' '*.t'
	@! git ls-files '*.[ch]' | while read -r f; do expand "$$f" | \
	    LC_ALL=C.UTF-8 grep -nE '^.{81}' | sed "s,^,$$f: ,"; done | grep .
	@! git ls-files '*.lua' | while read -r f; do expand -t 4 "$$f" | \
	    LC_ALL=C.UTF-8 grep -nE '^.{81}' | sed "s,^,$$f: ,"; done | \
	    grep -vE '/lexicon.lua:|: *[0-9]+: *text = '

bench: all $(BENCHES)
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH BUILD=$(CURDIR)/$(BUILD) \
	    tests/bench/run

# Does memory help? TASKS=, SEEDS=, ARMS= and ATTEMPTS= make it smaller; a
# run that was stopped goes on.
bench-memory: deps
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH tests/bench/memory $(BUILD)/memory

# By which scores should solutions be chosen? TASKS=, SEEDS= and BRAINS= make
# it smaller; a run that was stopped goes on.
bench-choice: deps
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH tests/bench/choice $(BUILD)/choice

# What becomes of entries over many tasks? TASKS=, BRAINS=, NIGHTS= and BUDGET=
# make it smaller; a run that was stopped goes on.
bench-nights: deps
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH tests/bench/nights $(BUILD)/nights

# Which brain for a weak model? TASKS=, BRAINS=, SEEDS= and BUDGET= make it
# smaller; a run that was stopped goes on.
bench-weak: deps
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH tests/bench/weak $(BUILD)/weak

# Each fuzzer runs for FUZZ_SECONDS on a corpus that it makes itself. Leaks
# are left to the sanitized tests: libjq 1.6 itself leaks on broken JSON.
FUZZ_SECONDS = 30
FUZZ	= $(BUILD)/fuzz
fuzz:
	$(MAKE) BUILD=$(FUZZ) CC=$(CLANG) LDFLAGS='$(LDFLAGS)' \
	    CFLAGS='-O1 -g -Wno-error -fsanitize=fuzzer-no-link,address,undefined' \
	    $(FUZZ)/libhcc.a
	$(MAKE) BUILD=$(FUZZ) CC=$(CLANG) \
	    CFLAGS='-O1 -g -Wno-error -fsanitize=fuzzer,address,undefined' \
	    $(FUZZERS:%=$(FUZZ)/tests/fuzz/%)
	for f in $(FUZZERS); do mkdir -p $(FUZZ)/$$f.corpus && \
	    $(FUZZ)/tests/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) \
	    -max_len=65536 -detect_leaks=0 -artifact_prefix=$(FUZZ)/ \
	    $(FUZZ)/$$f.corpus || exit; done

# The version stands in three places; they must be one.
version:
	@grep -q '^## $(VERSION)$$' CHANGELOG.md || { echo "make: CHANGELOG.md \
	has no section '## $(VERSION)'" >&2; exit 1; }
	@head -1 debian/changelog | grep -qF '($(VERSION))' || { echo "make: \
	debian/changelog does not begin with $(VERSION)" >&2; exit 1; }

dist: version
	git archive --prefix=hcc-$(VERSION)/ -o hcc-$(VERSION).tar.gz HEAD

# Of the last commit, which nothing may be ahead of.
tag: version
	git diff --quiet HEAD
	git tag -a -m 'hcc $(VERSION)' v$(VERSION)

clean:
	rm -rf $(BUILD) demo hcc-$(VERSION).tar.gz

.PHONY: all install uninstall stage unit test deps check check-sanitized \
    check-faults check-peers picture mutate demo lint bench bench-memory bench-choice \
    bench-nights bench-weak fuzz version dist tag clean
.SECONDARY:
-include $(LIB_O:.o=.d) $(BIN_C:%.c=$(OBJ)/%.d)
