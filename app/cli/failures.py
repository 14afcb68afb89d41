"""How a command line ends: with its exit code, or with one line that says why not. Quick to load."""

import sys
import traceback
from collections.abc import Callable

from app.domain.errors import KeylineError
from app.settings import data_folder

REFUSED = 1
WRONG_LINE = 2
OUR_BUG = 70
STOPPED = 130


def exit_code(call: Callable[[], int]) -> int:
    """The exit code of a call; a refusal or a bug is told in one line, and a bug is logged in full."""
    try:
        return call()
    except KeylineError as error:
        return fail(_words_of(error), REFUSED)
    except KeyboardInterrupt:
        return fail("Stopped.", STOPPED)
    except Exception as error:  # noqa: BLE001  # our bug: logged and told
        return fail(f"{type(error).__name__}: {error} ({_log(error)})", OUR_BUG)


def fail(text: str, code: int) -> int:
    """Says the text in one line on stderr; the code."""
    line = " ".join(text.split())
    sys.stderr.write(f"main.py: {line}\n")
    return code


def _words_of(error: KeylineError) -> str:
    from app.messages import text_of_error  # loaded only where something went wrong

    return text_of_error(error)


def _log(error: Exception) -> str:
    """Writes the details down; where they are, or that they could not be written."""
    path = data_folder() / "keyline.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        return f"no details: {path} cannot be written"
    return f"details in {path}"
