# SPDX-License-Identifier: MIT
"""Files of arrays written byte by byte, so that the tests of the program need neither NumPy nor our own writers."""

import json
import struct
from pathlib import Path


def npy(path: Path, shape: tuple[int, ...], values: list[float], descr: str = "<f8", fortran: bool = False) -> Path:
    header = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    code = {"f8": "d", "f4": "f", "i4": "i", "i8": "q"}[descr[1:]]
    content = struct.pack(f"{descr[0]}{len(values)}{code}", *values)
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content)
    return path


def read_npy(path: Path) -> tuple[tuple[int, ...], list[float]]:
    """Of what the program writes: version 1, little-endian, the last axis fastest."""
    data = path.read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00"
    size = struct.unpack("<H", data[8:10])[0]
    about = eval(data[10 : 10 + size], {"__builtins__": {}})
    assert about["fortran_order"] is False
    content = data[10 + size :]
    code, width = {"<f8": ("d", 8), "<f4": ("f", 4)}[about["descr"]]
    return about["shape"], list(struct.unpack(f"<{len(content) // width}{code}", content))


def safetensors(path: Path, arrays: dict[str, tuple[list[int], list[float]]]) -> Path:
    header, content = {}, b""
    for name, (shape, values) in arrays.items():
        packed = struct.pack(f"<{len(values)}d", *values)
        header[name] = {"dtype": "F64", "shape": shape, "data_offsets": [len(content), len(content) + len(packed)]}
        content += packed
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content)
    return path
