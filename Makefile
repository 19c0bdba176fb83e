# hcc: Hierarchical Cognitive Caching for machine-learning experiments.
#
#	make			build; installs nothing
#	make demo		install what is missing, build, run two real tasks
#	make check		install what is missing, build, run the tests
#	make install		DESTDIR= PREFIX=
#	make check-peers	against programs of others, from npm
#	make lint bench fuzz	warnings; ratios; parsers under libFuzzer
#	make bench-memory	what each layer of memory is worth
#	make clean

PREFIX	= /usr/local
DESTDIR	=
BUILD	= build
CFLAGS	?= -O2 -g
PKG_CONFIG ?= pkg-config
CLANG	?= clang

WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wvla -Werror
PKGS	= lua5.4 sqlite3 yaml-0.1 libarchive libmd
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -DHCC_PREFIX='"$(PREFIX)"' $(WARN) \
	  $$($(PKG_CONFIG) --cflags $(PKGS)) $(CPPFLAGS) $(CFLAGS)
# As needed: a tool loads only the libraries whose functions it calls.
ALL_LDFLAGS = -Wl,--as-needed $(LDFLAGS)
LIBS	= $$($(PKG_CONFIG) --libs $(filter-out libarchive,$(PKGS))) \
	  -ljq -lonig -lcsv -lstemmer -lm

TOOLS	:= $(patsubst bin/%.c,%,$(wildcard bin/hcc-*.c))
LIB_O	:= $(patsubst lib/%.c,$(BUILD)/lib/%.o,$(wildcard lib/*.c))
TOOL_B	:= $(TOOLS:%=$(BUILD)/bin/%) $(BUILD)/bin/hcc
UNITS	:= $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit_*.c))
HELPERS	:= $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/helper_*.c))
BENCHES	:= $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/bench_*.c))
FUZZERS	:= $(patsubst tests/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz_*.c))
SHELLS	= bash fish zsh

all: $(TOOL_B)

$(BUILD)/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/bin/%.o: bin/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libhcc.a: $(LIB_O)
	rm -f $@
	$(AR) rcsD $@ $(LIB_O)

# A tool is bin/hcc-NAME.c and, where one file is not enough, bin/NAME_*.c.
.SECONDEXPANSION:
$(BUILD)/bin/hcc-%: $(BUILD)/bin/hcc-%.o $(BUILD)/bin/tool.o \
    $$(addprefix $(BUILD)/,$$(subst .c,.o,$$(wildcard bin/$$*_*.c))) \
    $(BUILD)/libhcc.a
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

install: all $(SHELLS:%=$(BUILD)/completions/%)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/hcc
	install -m 755 $(TOOL_B) $(DESTDIR)$(PREFIX)/bin
	cp -R share/hcc/. $(DESTDIR)$(PREFIX)/share/hcc
	for s in 1 5 7; do \
		install -d $(DESTDIR)$(PREFIX)/share/man/man$$s && \
		install -m 644 man/*.$$s \
		    $(DESTDIR)$(PREFIX)/share/man/man$$s || exit; done
	install -D -m 644 $(BUILD)/completions/bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hcc
	for t in $(TOOLS); do ln -sf hcc $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$t; done
	install -D -m 644 $(BUILD)/completions/zsh \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hcc
	install -D -m 644 $(BUILD)/completions/fish \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hcc.fish

uninstall:
	for t in $(TOOLS) hcc; do rm -f $(DESTDIR)$(PREFIX)/bin/$$t \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$t; done
	rm -rf $(DESTDIR)$(PREFIX)/share/hcc
	for f in man/*.[157]; do rm -f \
	    $(DESTDIR)$(PREFIX)/share/man/man$${f##*.}/$${f#man/}; done
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hcc \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hcc.fish

# The tests run what `make install` makes, as a user would.
STAGE	= $(CURDIR)/$(BUILD)/stage
stage: all
	rm -rf $(STAGE)
	$(MAKE) -s install PREFIX=$(PREFIX) DESTDIR=$(STAGE)

$(BUILD)/tests/%: tests/%.c $(wildcard tests/*.h) $(BUILD)/libhcc.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libhcc.a $(LIBS)

test: stage $(UNITS) $(HELPERS)
	HCC_BIN=$(STAGE)$(PREFIX)/bin HCC_HELPERS=$(CURDIR)/$(BUILD)/tests \
	    prove -j2 $(UNITS) $(TESTS)
TESTS	:= $(wildcard tests/*.t)

check:
	.ci/setup build run examples check
	$(MAKE) test

SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all
check-sanitized:
	.ci/setup build run examples check
	UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) test BUILD=build/san \
	    CFLAGS='-O1 -g $(SAN)'

# Programs of others, from npm: as a client of the tests' server, as a server.
check-peers: stage
	HCC_BIN=$(STAGE)$(PREFIX)/bin tests/peers/run $(BUILD)

demo:
	.ci/setup build run examples
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH examples/demo

lint:
	.ci/setup build lint
	cppcheck -q --error-exitcode=1 --inline-suppr --std=c11 \
	    --enable=warning,portability,performance \
	    --suppressions-list=.ci/cppcheck -D_GNU_SOURCE lib bin
	shellcheck -x -P tests -s sh -e SC1091,SC2011,SC2012 .ci/setup .ci/run \
	    bin/hcc bin/completions tests/lib.sh tests/fake_lib.sh \
	    tests/brain_lib.sh tests/*.t tests/model/scripted \
	    tests/peers/run tests/peers/*.t examples/demo \
	    examples/pipelines/*.sh
	luacheck -q --std lua54 --read-globals hcc -- share/hcc tests/memory
	mandoc -Tlint -Wwarning man/*.[157]
	@! git grep -nE '[[:blank:]]+$$' -- '*.c' '*.h' '*.lua' '*.sh' '*.t'

bench: all $(BENCHES)
	PATH=$(CURDIR)/$(BUILD)/bin:$(CURDIR)/$(BUILD)/tests:$$PATH \
	    BUILD=$(CURDIR)/$(BUILD) tests/bench

# Does memory help? TASKS=, SEEDS=, ARMS= and ATTEMPTS= make it smaller; a
# run that was stopped goes on.
bench-memory:
	.ci/setup build run examples
	$(MAKE) -s all
	PATH=$(CURDIR)/$(BUILD)/bin:$$PATH tests/bench_memory $(BUILD)/memory

# Each fuzzer runs for FUZZ_SECONDS on a corpus that it makes itself. Leaks
# are left to the sanitized tests: libjq 1.6 itself leaks on broken JSON.
FUZZ_SECONDS = 30
fuzz: $(FUZZERS)
	for f in $(FUZZERS); do mkdir -p $$f.corpus && \
	    $$f -max_total_time=$(FUZZ_SECONDS) -max_len=65536 \
	    -detect_leaks=0 -artifact_prefix=$(BUILD)/fuzz/ \
	    $$f.corpus || exit; done

$(BUILD)/fuzz/%: tests/%.c $(wildcard lib/*.[ch])
	@mkdir -p $(@D)
	$(CLANG) $(ALL_CFLAGS) -Wno-error -O1 \
	    -fsanitize=fuzzer,address,undefined \
	    $(ALL_LDFLAGS) -o $@ $< lib/*.c $(LIBS)

clean:
	rm -rf build demo

.PHONY: all install uninstall stage test check check-sanitized check-peers \
    demo lint bench fuzz clean
.PHONY: all install uninstall stage test check check-sanitized demo lint \
    bench bench-memory fuzz clean
.SECONDARY:
-include $(wildcard $(BUILD)/*/*.d)
