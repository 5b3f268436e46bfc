"""A checkout at work: set up once, then build, serve, test or measure. Everything that is installed lies in ``.venv``.

Every build passes through here. Once set up, that costs three small files read: no process is started, and nothing is
imported that Python has not imported already. It runs before anything is installed, on the standard library alone.
"""

import gc
import os
import sys

SOURCE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(SOURCE)
DOOR = os.path.join(ROOT, "build.py")
PROJECT = os.path.join(ROOT, "pyproject.toml")
PINS = os.path.join(ROOT, "constraints.txt")
VENV = os.path.join(ROOT, ".venv")
if os.name == "nt":
    PYTHON = os.path.join(VENV, "Scripts", "python.exe")
    PACKAGES = os.path.join(VENV, "Lib", "site-packages")
else:
    PYTHON = os.path.join(VENV, "bin", "python")
    PACKAGES = os.path.join(VENV, "lib", f"python3.{sys.version_info.minor}", "site-packages")


def main(arguments: list[str]) -> int:
    """Return the exit code of the command that ``arguments`` name."""
    if arguments[:1] == ["test"]:
        set_up("test")
        os.chdir(ROOT)
        return become(PYTHON, "-m", "pytest", "-n", "auto", *arguments[1:])
    if arguments == ["fonts"]:
        set_up("fonts")
        return 0
    if arguments[:1] == ["bench"]:
        set_up("test")
        return become(PYTHON, os.path.join(ROOT, "bench", "run.py"), *arguments[1:])

    found = state()
    if found != "ours":
        if found != "theirs":
            set_up()
        return become(PYTHON, DOOR, *arguments)

    # To stay in this process saves starting a second Python. The pinned packages come before any
    # others that this Python has; the root, where `bench` and `tests` lie, is not searched.
    sys.path[:] = [SOURCE, PACKAGES, *(path for path in sys.path if path != ROOT)]
    # A build is short and ties no knots: looking for garbage again and again would take a twentieth of its time.
    gc.disable()
    from postil.command import main as postil

    status = postil(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # what is left in memory goes with the process, faster than piece by piece


def state(extra: str = "") -> str:
    """Return how ``.venv`` is: ``missing``, ``outdated``, or ready, made by this Python (``ours``) or not."""
    made_by, _, made_for = read(stamp(extra)).partition(b"\n\n")
    inside = is_inside()
    # From inside, the place may be spelt another way; an upgraded Python cannot load what an older one left.
    ours = made_by == this_python() or (inside and made_by.startswith(this_python().partition(b"\n")[0]))
    current = made_for == read(PROJECT) + read(PINS)
    if not os.path.exists(PYTHON) or not (ours or (current and not inside)):
        return "missing"
    if not current:
        return "outdated"
    return "ours" if ours else "theirs"


def is_inside() -> bool:
    """Return whether this process is the Python of ``.venv``."""
    return sys.prefix != sys.base_prefix and os.path.realpath(sys.prefix) == os.path.realpath(VENV)


def this_python() -> bytes:
    """Return what tells this Python from another: a line of version and build, a line of place."""
    return sys.version.replace("\n", " ").encode() + b"\n" + os.fsencode(sys.base_prefix)


def stamp(extra: str) -> str:
    """Return the path of the file that is written when all is installed, and not before."""
    return os.path.join(VENV, f"ready-{extra}" if extra else "ready")


def read(path: str) -> bytes:
    """Return the bytes of a file; none if it is not there."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def become(*command: str) -> int:
    """Run ``command`` in place of this process; where that cannot be done, return its exit code."""
    if os.name == "nt":
        import subprocess

        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)


# The set-up. Here a second more or less is nothing, and what is needed is imported where it is needed.


def set_up(extra: str = "") -> None:
    """Leave a ``.venv`` as the project wants it, with what ``extra`` names: what the tests need, or ``fonts``."""
    with open(DOOR, "rb") as door:
        wait_for_turn(door.fileno())
        found = state()
        if found in ("missing", "outdated"):
            say("setting up .venv (once)")
            if found == "missing":
                make_venv()
            install()
        if extra and state(extra) in ("missing", "outdated"):
            say(f"setting up what {'the tests need' if extra == 'test' else 'the setting “fonts:” needs'} (once)")
            install(extra)
        if extra == "test":
            install_browser_tools()


def wait_for_turn(file: int) -> None:
    """Return when no other set-up of this checkout runs; the turn ends when ``file`` is closed."""
    if sys.platform != "win32":  # which has no lock as simple; two first builds at once are rare
        import contextlib
        import fcntl

        with contextlib.suppress(OSError):  # a disk without locks: go on as if alone
            fcntl.flock(file, fcntl.LOCK_EX)


def make_venv() -> None:
    """Make ``.venv`` anew, empty but for the name of ``src``."""
    # Without pip, since Debian's Python cannot put it there until python3-venv is installed.
    base = getattr(sys, "_base_executable", sys.executable)
    code, printed = run(base, "-m", "venv", "--clear", "--without-pip", VENV)
    if code:
        sys.stderr.write(printed)
        sys.exit(f"error: this Python cannot make {VENV}; on Debian: apt install python3-venv")
    with open(os.path.join(PACKAGES, "postil.pth"), "w", encoding="utf-8") as file:
        file.write(os.path.relpath(SOURCE, PACKAGES) + "\n")  # relative, so that a checkout can be moved


def install(extra: str = "") -> None:
    """Install the project's dependencies, or those of ``extra``, as pinned; then write the stamp."""
    import contextlib
    import subprocess
    import tomllib

    with contextlib.suppress(FileNotFoundError):  # or a failure from here on would leave an old one
        os.remove(stamp(extra))
    made_for = read(PROJECT) + read(PINS)
    project = tomllib.loads(read(PROJECT).decode())["project"]
    names = project["optional-dependencies"][extra] if extra else project["dependencies"]
    quiet = ("--quiet", "--disable-pip-version-check")
    if subprocess.call([*pip(), "install", *quiet, "--constraint", PINS, *names], stdout=sys.stderr):
        sys.exit("error: installing the dependencies failed; pip says why above")
    with open(stamp(extra), "wb") as file:
        file.write(this_python() + b"\n\n" + made_for)


def pip() -> list[str]:
    """Return the command that runs pip on ``.venv``: another Python's, or one put into ``.venv``."""
    for python in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        command = [python, "-m", "pip", "--python", PYTHON]
        if run(*command, "--version")[0] == 0:
            return command
    if run(PYTHON, "-m", "ensurepip")[0]:
        sys.exit("error: this Python has no pip, or one older than 22.3; on Debian: apt install python3-pip")
    return [PYTHON, "-m", "pip"]


def install_browser_tools() -> None:
    """Install the packages of ``tests/package.json``; without npm do nothing, for the tests tell."""
    import shutil
    import subprocess

    folder = os.path.join(VENV, "node")
    ready = os.path.join(folder, "ready")
    listed = os.path.join(ROOT, "tests", "package.json")
    npm = shutil.which("npm")
    if npm is None or read(ready) == read(listed):
        return
    os.makedirs(folder, exist_ok=True)
    shutil.copyfile(listed, os.path.join(folder, "package.json"))
    options = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if subprocess.call([npm, "install", "--prefix", folder, *options], stdout=sys.stderr):
        say("npm failed, and says why above; the tests that need its packages will tell")
    else:
        shutil.copyfile(listed, ready)


def run(*command: str) -> tuple[int, str]:
    """Return the exit code of ``command`` and all that it printed."""
    import subprocess

    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def say(words: str) -> None:
    print(f"postil: {words}", file=sys.stderr, flush=True)
