# Keyline: `make run` starts the program, `make test` runs all tests. Each does all its set-up.
PY ?= python3
BIN := .venv/bin
ARGS ?=

export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

QT_LIBS := libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
XCB_LIBS := libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 \
	libxcb-render-util0 libxcb-image0
SCREEN_TOOLS := xvfb xdotool openbox xclip x11-apps
WINDOW_LIBS := $(if $(DISPLAY),$(XCB_LIBS))

.PHONY: run test lint check soak format sync texts texts-check pins libs clean

run: sync
	@sh tools/apt.sh $(QT_LIBS) $(WINDOW_LIBS)
	$(BIN)/python main.py $(ARGS)

test: sync libs
	$(BIN)/python -m pytest -n 2 $(ARGS)

lint: sync
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

soak: sync
	@sh tools/apt.sh $(QT_LIBS) $(XCB_LIBS) $(SCREEN_TOOLS)
	$(BIN)/python -m pytest -m soak $(ARGS)

format: sync
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

libs:
	@sh tools/apt.sh $(QT_LIBS)

# The environment: a small venv with uv makes the real one from the pins in pyproject.toml.
sync: .venv/.synced

.venv/.synced: pyproject.toml .boot/.ready
	@rm -f uv.lock
	.boot/bin/uv sync --quiet --python $(PY)
	@touch $@

.boot/.ready:
	@$(PY) -c "import ensurepip, venv" 2>/dev/null || sh tools/apt.sh python3-venv
	$(PY) -m venv .boot
	.boot/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	@touch $@

# Prints the pins for [tool.uv] constraint-dependencies, without any address.
pins: .boot/.ready
	@.boot/bin/uv pip compile --quiet --universal --no-header --no-annotate --group dev pyproject.toml \
		| sed 's/.*/    "&",/'

# The words: extracted from the source into the German file, where they are translated by hand.
texts: sync
	$(BIN)/python tools/texts.py update

texts-check: sync
	$(BIN)/python tools/texts.py check

clean:
	rm -rf .venv .boot uv.lock build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
