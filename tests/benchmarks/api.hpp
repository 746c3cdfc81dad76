// SPDX-License-Identifier: MIT
/// What a peer of the benchmark computes, and how it reports for it: a shared library that defines register_peer.
#pragma once
#include <cstddef>

namespace bench {

/// Value and gradient of a penalty. The sums of the first ones run over all entries of w.
enum class workload {
  l1,            // l1 sum |w|
  l2,            // l2 sum w^2
  l1_l2,         // l1 sum |w| + l2 sum w^2
  pseudo_huber,  // huber sum (sqrt(w^2 + huber_epsilon) - sqrt(huber_epsilon))
  cauchy,        // cauchy sum log(1 + w^2 / cauchy_epsilon)
  composite,     // a1 sum |w| + a2 sum w^2 + a3 sum (sqrt(w^2 + huber_epsilon) - sqrt(huber_epsilon))
                 //   + a4 sum log cosh w + a5 sum (w - w0)^2 + a6 sum mask |w|

  group_rows,        // group sum over the rows of |row|_2
  group_rows_major,  // the same of a row-major matrix
  total_variation,   // variation sum sqrt((w(i+1, j) - w(i, j))^2 + (w(i, j+1) - w(i, j))^2), a difference beyond the
                     //   last row or column is 0; the gradient of a root is 0 where the root is
  copy,              // no penalty: value 0 and g = w, one read and one write of memory
  soft_orthogonal,   // orthogonal |W'W - I|_F^2
  nuclear,           // nuclear sum of the singular values
  svd,               // the value of nuclear by thin singular vectors, no gradient
};
inline constexpr const char* workload_names[] = {
    "l1",
    "l2",
    "l1_l2",
    "pseudo_huber",
    "cauchy",
    "composite",
    "group_rows",
    "group_rows_major",
    "total_variation",
    "copy",
    "soft_orthogonal",
    "nuclear",
    "svd",
};

/// Its matrices have rows and columns in multiples of 64.
constexpr bool is_structured(workload w) { return w >= workload::group_rows; }

namespace coefficient {
inline constexpr double l1 = 0.01, l2 = 0.02;
inline constexpr double huber = 0.05, huber_epsilon = 1e-3;
inline constexpr double cauchy = 0.03, cauchy_epsilon = 1e-2;
inline constexpr double a1 = 0.01, a2 = 0.02, a3 = 0.03, a4 = 0.04, a5 = 0.05, a6 = 0.06;
inline constexpr double group = 0.02, variation = 0.03, orthogonal = 0.01, nuclear = 0.02;
}  // namespace coefficient

/// Matrices of one shape, column-major unless the workload says otherwise. Pointers are aligned to 64 bytes, the size
/// is a multiple of 64: nobody needs to write a tail.
template <class T> struct arguments {
  const T* w;
  const T* w0;
  const T* mask;  // zeros and ones
  T* g;           // the gradient goes here; the value is returned
  std::size_t rows, columns;

  std::size_t size() const { return rows * columns; }
};

template <class T> using kernel = double (*)(const arguments<T>&);

/// A peer may enter several kernels for one workload: the fastest counts.
class registry {
public:
  virtual void add(workload, kernel<float>) = 0;
  virtual void add(workload, kernel<double>) = 0;

protected:
  ~registry() = default;
};

/// Enters all kernels of a peer: static functions named as their workloads. Structured ones may be missing.
template <template <class T> class Peer> void add_all(registry& peers) {
  const auto of_type = [&]<class T>(Peer<T>) {
    peers.add(workload::l1, Peer<T>::l1);
    peers.add(workload::l2, Peer<T>::l2);
    peers.add(workload::l1_l2, Peer<T>::l1_l2);
    peers.add(workload::pseudo_huber, Peer<T>::pseudo_huber);
    peers.add(workload::cauchy, Peer<T>::cauchy);
    peers.add(workload::composite, Peer<T>::composite);
    if constexpr (requires { Peer<T>::group_rows; }) peers.add(workload::group_rows, Peer<T>::group_rows);
    if constexpr (requires { Peer<T>::group_rows_major; })
      peers.add(workload::group_rows_major, Peer<T>::group_rows_major);
    if constexpr (requires { Peer<T>::total_variation; })
      peers.add(workload::total_variation, Peer<T>::total_variation);
    if constexpr (requires { Peer<T>::copy; }) peers.add(workload::copy, Peer<T>::copy);
    if constexpr (requires { Peer<T>::soft_orthogonal; })
      peers.add(workload::soft_orthogonal, Peer<T>::soft_orthogonal);
  };
  of_type(Peer<float>{});
  of_type(Peer<double>{});
}

}  // namespace bench

extern "C" [[gnu::visibility("default")]] void register_peer(bench::registry& peers);
