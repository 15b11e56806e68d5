# make run     installs what is missing, builds, cleans a record and shows the diff
# make test    builds and runs all tests
# make fuzz    looks for inputs that break a reader: TARGET=pipeline TIME=60
# make sanitize  runs all tests with ThreadSanitizer
# make eval    measures the pipeline on scanned records whose truth is known
# make speed   counts the instructions of each stage, and fails where they are more than Benchmarks/thresholds.tsv has
# make scale   fails where the cost of a hostile text grows faster than its length
# make bench   measures emend and its peers side by side
# make docc    writes the pages of the library Emend into .build/docc
# make swift   installs Swift with swiftly, the official installer, when asked
PREFIX ?= /usr/local
RECORD = Fixtures/Documents/exec-committee-24/input.txt
EMEND = .build/release/emend
DEV = .build/release/emend-dev
# More than the repository holds, measured where it is there: scanned cases, and pairs of OCR and truth.
SCANS ?= ../shared/data/scans
PAIRS ?= $(wildcard ../shared/data/pairs/*_dev.jsonl)
# What `make bench` measures on: a folder of records, an archive or a folder of clean prose; without them the fixtures.
RECORDS ?= ../shared/data/records
PROSE ?= ../shared/data/corpora/frus.tar.xz
# The Swift libraries become part of the program: it starts sooner than it would by loading them, and runs where there is no Swift.
SWIFT_FLAGS = -c release --static-swift-stdlib
# The tests run optimised code too, but built so that they may look inside; in a folder of their own, or each build would
# undo the other.
TEST_FLAGS = -c release -Xswiftc -enable-testing --scratch-path .build-tests
# libFuzzer and AddressSanitizer, optimised but with every look at memory checked.
FUZZ_FLAGS = -c release --sanitize fuzzer --sanitize address -Xswiftc -assert-config -Xswiftc Debug -Xswiftc -DFUZZING --scratch-path .build-fuzz
FUZZ_TARGETS = model ledger json settings tables layout decode pipeline
FUZZ = env SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 .build-fuzz/release/emend-fuzz
SWIFTLY = https://download.swift.org/swiftly/linux/swiftly-$$(uname -m).tar.gz
TARGET ?= pipeline
TIME ?= 60

SUDO = $$([ "$$(id -u)" = 0 ] || echo sudo)
APT = $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q

.PHONY: run build dev test corpus fuzz sanitize kill-test writers-test review-test eval floors speed scale thresholds valgrind bench deps swift lint format docs docc dictionaries fixtures install

run: build
	@$(EMEND) diff --words $(RECORD) || [ $$? -eq 1 ]
	$(EMEND) clean $(RECORD) -o .build/clean.txt --report .build/report.html
	@echo "The clean text is .build/clean.txt, the report .build/report.html"

build: deps
	swift build $(SWIFT_FLAGS) --product emend

dev: deps
	swift build $(SWIFT_FLAGS) --product emend-dev

test: deps lint
	swift build $(TEST_FLAGS) --build-tests
	swift test $(TEST_FLAGS) --skip-build
	@$(MAKE) --no-print-directory corpus

# What fuzzing found, with AddressSanitizer.
corpus:
	swift build $(FUZZ_FLAGS) --product emend-fuzz
	@for target in $(FUZZ_TARGETS); do \
	  EMEND_FUZZ=$$target $(FUZZ) -runs=0 -artifact_prefix=.build-fuzz/ Fixtures/Fuzz/$$target > .build-fuzz/$$target.log 2>&1 \
	    || { cat .build-fuzz/$$target.log; exit 1; }; \
	  echo "$$target: $$(ls Fixtures/Fuzz/$$target | wc -l) inputs are got through"; \
	done

# What it finds stays in .build-fuzz/corpus/TARGET, an input that breaks emend in .build-fuzz. Fixtures/Fuzz takes the least
# set that reaches as much: EMEND_FUZZ=TARGET emend-fuzz -merge=1 Fixtures/Fuzz/TARGET .build-fuzz/corpus/TARGET
fuzz: deps
	swift build $(FUZZ_FLAGS) --product emend-fuzz
	@mkdir -p .build-fuzz/corpus/$(TARGET)
	EMEND_FUZZ=$(TARGET) $(FUZZ) -max_total_time=$(TIME) -max_len=8192 -timeout=10 -artifact_prefix=.build-fuzz/ .build-fuzz/corpus/$(TARGET) Fixtures/Fuzz/$(TARGET)

sanitize: deps
	swift build -c release -Xswiftc -enable-testing --sanitize thread --scratch-path .build-tsan --build-tests
	TSAN_OPTIONS="halt_on_error=1 suppressions=$(CURDIR)/Tests/thread-sanitizer.txt" swift test -c release -Xswiftc -enable-testing --sanitize thread --scratch-path .build-tsan --skip-build

# Kills `emend clean -w` a hundred times in the middle of its work; the tests do it fifteen times.
kill-test: build
	Tests/kill.sh $(EMEND) 100

# Runs of emend and an editor on one folder, with delays before the calls of the system, for TIME seconds, then
# reviews of one database whose files are deleted; the tests do it for 20 and 15.
writers-test: TIME = 600
writers-test: build
	python3 Tests/writers/writers.py $(EMEND) $(TIME) $(SEED)
	python3 Tests/writers/reviews.py $(EMEND) $(TIME) $(SEED)

# Needs Chromium. Reviews the scanned cases by keys alone, kills the server again and again, and checks what is applied.
review-test: build
	@[ -d "$(SCANS)" ] && scans="$(SCANS)" || scans=Fixtures/Scans; \
	python3 Tests/review/acceptance.py $(EMEND) "$$scans" $(if $(QUICK),--quick)

# `$(EMEND) evaluate --scans FOLDER --errors` lists each place that fell short.
eval: build
	@$(EMEND) evaluate --scans Fixtures/Scans
	@if [ -d "$(SCANS)" ]; then echo && $(EMEND) evaluate --scans "$(SCANS)"; \
	else echo "$(SCANS) is not there, so Fixtures/Scans alone was measured; SCANS=FOLDER names another"; fi
	@for pairs in $(PAIRS); do echo && $(EMEND) evaluate --pairs "$$pairs" || exit 1; done
	@[ -n "$(strip $(PAIRS))" ] || echo "no pairs are there, so scans alone were measured; PAIRS=\"FILE.jsonl …\" names some"

# Raises the floors that the tests hold the figures to; with REASON="..." it lowers those that the figures fall short of.
floors: dev
	$(DEV) floors $(if $(REASON),--allow-lower "$(REASON)")

# Instructions are counted in the build that the tests use, so that nothing is compiled twice.
speed: valgrind
	swift build $(TEST_FLAGS) --product emend-dev
	@command -v valgrind >/dev/null || { echo "SKIPPED: make speed needs valgrind, which is not there and which apt could not install"; exit 0; }; \
	python3 Benchmarks/instructions.py .build-tests/release/emend-dev

# Some three minutes; without valgrind memory alone is measured. `python3 Benchmarks/scale.py .build-tests/release/emend-dev KIND` shows the figures.
scale: valgrind
	swift build $(TEST_FLAGS) --product emend-dev
	@python3 Benchmarks/scale.py .build-tests/release/emend-dev

# Lowers the thresholds to what is measured; with REASON="..." it raises those that a stage exceeds.
thresholds: valgrind
	swift build $(TEST_FLAGS) --product emend-dev
	@python3 Benchmarks/instructions.py .build-tests/release/emend-dev --renew --reason "$(REASON)"

valgrind:
	@missing=""; for tool in valgrind python3; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	command -v strip >/dev/null || missing="$$missing binutils"; \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null; then $(APT) $$missing || true; fi

# The peers come from PyPI and Debian, into .build/bench; FULL=1 measures a file of 1 GB, too.
bench: build
	@if ! command -v uconv >/dev/null && command -v apt-get >/dev/null; then $(APT) icu-devtools || true; fi
	@command -v uconv >/dev/null || echo "uconv is not there and is left out; Debian has it in icu-devtools"
	@rm -rf .build/bench/texts && mkdir -p .build/bench/texts
	@[ -x .build/bench/venv/bin/pip ] || python3 -m venv .build/bench/venv || { $(APT) python3-venv && python3 -m venv --clear .build/bench/venv; }
	@.build/bench/venv/bin/pip install -q --disable-pip-version-check typos codespell ftfy symspellpy
	@python3 Benchmarks/texts.py .build/bench/texts "$(RECORDS)" "$(PROSE)" $(if $(FULL),1000,100)
	@python3 Benchmarks/peers.py $(EMEND) .build/bench

# Only what is missing, and only where apt is: elsewhere the compiler names what it lacks.
deps:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is missing: see https://www.swift.org/install, or run make swift, which runs the official installer"; exit 1; }
	@missing=""; \
	pkg-config --exists icu-i18n 2>/dev/null || missing="pkg-config libicu-dev"; \
	pkg-config --exists sqlite3 2>/dev/null || missing="$$missing libsqlite3-dev"; \
	pkg-config --exists libcrypto 2>/dev/null || missing="$$missing libssl-dev"; \
	[ -e /usr/share/unicode/NormalizationTest.txt.bz2 ] || [ -e /usr/share/unicode/NormalizationTest.txt ] || missing="$$missing unicode-data"; \
	command -v patch >/dev/null || missing="$$missing patch"; \
	command -v bzip2 >/dev/null || missing="$$missing bzip2"; \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null; then \
	  $(APT) $$missing; \
	fi

# As https://www.swift.org/install/linux has it. It asks before it installs, needs no root, and says which system packages are missing.
swift:
	@command -v curl >/dev/null || { echo "make swift: needs curl"; exit 1; }
	@[ "$$(uname -s)" = Linux ] || { echo "make swift: is for Linux; see https://www.swift.org/install"; exit 1; }
	@echo "Downloads $(SWIFTLY) into a temporary folder and runs 'swiftly init'."
	@echo "That asks first, then installs the latest Swift below your home folder and adds it to PATH in your profile. Nothing runs as root."
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	curl -fsSL -o "$$folder/swiftly.tar.gz" "$(SWIFTLY)" && tar -xzf "$$folder/swiftly.tar.gz" -C "$$folder" && "$$folder/swiftly" init
	@echo "Open a new shell, or run: . $${SWIFTLY_HOME_DIR:-$$HOME/.local/share/swiftly}/env.sh"

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

# The rule tables of Pipeline.md, from the rules.
docs: dev
	$(DEV) docs

# The pages of the library, from its comments and Sources/Emend/Emend.docc; a warning is an error. The build describes every module that it
# compiles; of these Emend alone is for those who import it. Any web server shows .build/docc.
docc: deps
	mkdir -p .build-docc/symbols .build-docc/public
	swift build --scratch-path .build-docc --target Emend -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $(CURDIR)/.build-docc/symbols
	cp .build-docc/symbols/Emend.symbols.json .build-docc/public/
	rm -rf .build/docc
	@mkdir -p .build
	docc convert Sources/Emend/Emend.docc --fallback-display-name Emend --fallback-bundle-identifier emend \
	  --additional-symbol-graph-dir .build-docc/public --output-path .build/docc --warnings-as-errors

# Dictionaries/tables.image, from the tables beside it. With an image of other tables emend works, but starts slowly.
dictionaries: dev
	$(DEV) image

# expected.txt and report.json of the fixtures; read the diff before committing it.
fixtures: dev
	$(DEV) fixtures

# Builds nothing, so that `sudo make install` needs no compiler: run `make build` first.
install:
	@[ -x $(EMEND) ] || { echo "make install: $(EMEND) is not there; run make build first"; exit 1; }
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(EMEND) $(DESTDIR)$(PREFIX)/bin/emend
