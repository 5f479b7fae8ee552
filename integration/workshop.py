"""What the scripts of this folder begin with: a throw-away virtual environment, and the command built beside it."""

import argparse
import contextlib
import os
import pathlib
import subprocess
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent


def options(doc):
    """A parser whose help is a script's own text."""
    return argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


@contextlib.contextmanager
def workshop(packages):
    """Yields a folder, the Python in it that has the packages, and an environment that names the command as VERIREWARD."""
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        venv.create(tmp / "venv", with_pip=True)
        python = tmp / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "-q", "install", *packages], check=True)
        subprocess.run(["go", "build", "-o", tmp / "verireward", "./cmd/verireward"], cwd=ROOT, check=True, env=dict(os.environ, CGO_ENABLED="0"))
        yield tmp, python, dict(os.environ, VERIREWARD=str(tmp / "verireward"))
