# SPDX-License-Identifier: MIT
"""Modules `keras` and `jax` that stand on NumPy: what the printed source asks of them, under their names. They show that the
source is right where its words mean what NumPy's do; they do not show that Keras or JAX run it."""

import sys
import types

import numpy as np

SAME = (
    "abs sign square sqrt exp expm1 log log1p sin cos tanh arctan maximum minimum where sum max min broadcast_to "
    "transpose eye reshape arange zeros_like ones_like concatenate sort flip diagonal"
).split()


def svd(x, full_matrices=True, compute_uv=True):
    return np.linalg.svd(x, full_matrices=full_matrices, compute_uv=compute_uv)


def install():
    same = {name: getattr(np, name) for name in SAME}
    ops = types.SimpleNamespace(
        **same,
        svd=svd,
        cholesky=np.linalg.cholesky,
        inv=np.linalg.inv,
        convert_to_tensor=np.asarray,
        stop_gradient=lambda x: x,
    )
    keras = types.ModuleType("keras")
    keras.ops = ops
    keras.regularizers = types.SimpleNamespace(Regularizer=object)
    keras.saving = types.SimpleNamespace(register_keras_serializable=lambda package: lambda made: made)
    jax, jnp = types.ModuleType("jax"), types.ModuleType("jax.numpy")
    vars(jnp).update(same, array=np.array, linalg=np.linalg)
    jax.numpy = jnp
    jax.lax = types.SimpleNamespace(stop_gradient=lambda x: x)
    sys.modules.update({"keras": keras, "jax": jax, "jax.numpy": jnp})
