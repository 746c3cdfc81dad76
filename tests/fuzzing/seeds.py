# SPDX-License-Identifier: MIT
"""Writes corpus/hdf5 with h5py, corpus/zip with zipfile, corpus/data with NumPy: python3 tests/fuzzing/seeds.py"""
import io
import json
import pathlib
import struct
import zipfile

import h5py
import numpy as np

corpus = pathlib.Path(__file__).parent / "corpus"
(corpus / "hdf5").mkdir(parents=True, exist_ok=True)
(corpus / "zip").mkdir(exist_ok=True)


def h5(name, fill, **options):
    with h5py.File(corpus / "hdf5" / f"{name}.h5", "w", **options) as file:
        fill(file)


def features(file):
    group = file.create_group("types")
    for kind in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "i1", "<i2", ">i4", "<i8", "u1", "<u2", "<u4", ">u8"]:
        group[kind] = np.array([[0, 1, 2], [3, 4, 100]], dtype=kind)
    group["seed"] = np.array([16777217, 5], dtype="<u4")
    stored = file.create_group("stored")
    numbers = np.arange(12, dtype="f4").reshape(3, 4)
    stored["scalar"] = np.float32(2.5)
    stored["none"] = np.zeros((0, 3), dtype="f4")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    where = h5py.h5s.create_simple(numbers.shape)
    h5py.h5d.create(stored.id, b"compact", h5py.h5t.IEEE_F32LE, where, compact).write(where, where, numbers)
    attributes = file.create_group("attributes/größe").attrs
    attributes["fixed"] = np.array([b"one", b"three"], dtype="S5")
    attributes["fixed_one"] = np.bytes_("text")
    attributes["variable"] = ["eins", "zwei", ""]
    attributes["unicode"] = "naïve"
    attributes["integer"] = 7
    attributes["real"] = 0.25
    attributes["empty"] = np.array([])


def many(file):
    for k in range(12):
        file.create_group(f"g{k:02}")
        file.attrs[f"a{k:02}"] = k


def soft(file):
    file["a"] = np.zeros(2, "f4")
    file["b"] = h5py.SoftLink("/a")


def virtual(file):
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = h5py.VirtualSource("other.h5", "data", shape=(4,))
    file.create_virtual_dataset("v", layout)


def cycle(file):
    file.create_group("a/b")
    file["a/b/c"] = file["a"]


def shared(file):
    file["a"] = np.zeros(2, "f4")
    file["b"] = file["a"]


def absent(file):
    file.create_dataset("a", shape=(1 << 33,), dtype="f4")


def deep(file):
    file.create_group("/".join("g" * 33))


def small(file):
    file.attrs["keras_version"] = np.bytes_("3.16.0")
    group = file.create_group("dense")
    group.attrs["weight_names"] = np.array([b"kernel"])
    group["kernel"] = np.ones((2, 2), "f4")


def packed(file):
    file.create_dataset("w", data=np.ones(4, "f4"), chunks=(2,), compression="gzip")


def text(file):
    file.attrs["backend"] = ["torch", "numpy"]


h5("valid-text-1.8", text, libver=("v108", "v108"))
h5("refused-packed", packed)
h5("refused-packed-1.8", packed, libver=("v108", "v108"))
h5("refused-chunked", lambda f: f.create_dataset("w", data=np.ones(4, "f4"), chunks=(2,), maxshape=(None,)))
h5("valid-small", small)
h5("valid-small-1.8", small, libver=("v108", "v108"))
h5("valid-features", features)
h5("valid-features-1.8", features, libver=("v108", "v108"))
h5("valid-many-1.8", many, libver=("v108", "v108"))
h5("refused-soft", soft)
h5("refused-external-link", lambda f: f.__setitem__("e", h5py.ExternalLink("valid-features.h5", "/")))
h5("refused-external-storage", lambda f: f.create_dataset("e", (4,), "f4", external=[("/etc/hostname", 0, 16)]))
h5("refused-virtual", virtual)
h5("refused-cycle", cycle)
h5("refused-shared", shared)
h5("refused-absent", absent)
h5("refused-deep", deep, libver=("v108", "v108"))
h5("refused-lzf", lambda f: f.create_dataset("z", data=np.zeros((4, 4), "f4"), compression="lzf"))
h5("refused-compound", lambda f: f.create_dataset("c", data=np.zeros(2, dtype=[("x", "f4")])))
h5("refused-texts", lambda f: f.create_dataset("t", data=["a", "b"], dtype=h5py.string_dtype()))
h5("refused-numbers", lambda f: f.attrs.__setitem__("n", [1.0, 2.0]))
h5("refused-committed", lambda f: f.__setitem__("t", np.dtype("f4")))
h5("refused-beyond-float", lambda f: f.create_dataset("d", data=np.array([1e300])))


def archive(name, entries, change=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for entry, content, method in entries:
            file.writestr(zipfile.ZipInfo(entry), content, method)
    data = bytearray(buffer.getvalue())
    if change:
        change(data)
    (corpus / "zip" / f"{name}.zip").write_bytes(data)


def everywhere(signature, offset, value):
    """Sets a field of every header with this signature."""

    def change(data):
        at = data.find(signature)
        while at >= 0:
            data[at + offset : at + offset + len(value)] = value
            at = data.find(signature, at + 4)

    return change


def both(local, central, value):
    def change(data):
        everywhere(b"PK\3\4", local, value)(data)
        everywhere(b"PK\1\2", central, value)(data)

    return change


def flip_content(data):
    data[data.find(b"content")] ^= 1


stored, deflated = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
one = [("metadata.json", "content", stored)]
packed_one = [("config.json", "content " * 50, deflated)]
archive("valid-keras", [(name, "{}", stored) for name in ("metadata.json", "config.json", "model.weights.h5")])
archive("valid-deflated", packed_one + [("assets/größe.txt", "x" * 300, deflated)])
archive("valid-folder", [("assets/", "", stored), ("assets/a", "a", stored), ("empty", "", stored)])
archive("valid-none", [])
archive("refused-twice", one + one)
archive("refused-parent", [("a/../../b", "x", stored)])
archive("refused-absolute", [("/etc/b", "x", stored)])
archive("refused-backslash", [("a!b", "x", stored)], lambda d: d.__setitem__(slice(None), d.replace(b"a!b", b"a\\b")))
archive("refused-method", [("packed", "x" * 100, zipfile.ZIP_BZIP2)])
archive("refused-encrypted", one, both(6, 8, struct.pack("<H", 1)))
archive("refused-checksum", one, flip_content)
archive("refused-size", packed_one, both(22, 24, struct.pack("<I", 399)))
archive("refused-bomb", packed_one, both(22, 24, struct.pack("<I", 0xFFFFFFF0)))

(corpus / "data").mkdir(exist_ok=True)


def data(name, letter, content):
    (corpus / "data" / name).write_bytes(letter + content)


def saved(save, *arrays, **named):
    out = io.BytesIO()
    save(out, *arrays, **named)
    return out.getvalue()


for kind in ["<f2", "<f4", ">f8", "i1", "<i4", ">i8", "u1", "?"]:
    data(f"valid-npy-{np.dtype(kind).name}", b"n", saved(np.save, np.array([[0, 1, 2], [3, 4, 100]], dtype=kind)))
data("valid-npy-fortran", b"n", saved(np.save, np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))))
data("valid-npy-scalar", b"n", saved(np.save, np.float64(2.5)))
data("refused-npy-records", b"n", saved(np.save, np.zeros(2, dtype=[("x", "<f8"), ("y", "<i4")])))
data("refused-npy-cut", b"n", saved(np.save, np.arange(9.0))[:-1])
data("valid-npz", b"z", saved(np.savez, W=np.eye(2), b=np.arange(3, dtype="f4")))
data("valid-npz-deflated", b"z", saved(np.savez_compressed, W=np.ones((20, 20))))


def safetensors(header, content):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content


tensor = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
data("valid-safetensors", b"s", safetensors({"a": tensor, "__metadata__": {"format": "pt"}}, bytes(8)))
data("valid-safetensors-two", b"s", safetensors({"b": {"dtype": "BF16", "shape": [2, 1], "data_offsets": [8, 12]}, "a": tensor}, bytes(12)))
data("refused-safetensors-overlap", b"s", safetensors({"a": tensor, "b": tensor}, bytes(8)))
data("valid-csv", b"c", b"a,b\n1,-2.5e3\n+3,nan\n")
data("valid-csv-quoted", b"c", b'"a ""b"", c";"7"\r\n1;2\r\n')
data("refused-csv", b"c", b"1,2\n3\n")
