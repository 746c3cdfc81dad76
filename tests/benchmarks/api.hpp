// SPDX-License-Identifier: MIT
/// What a peer of the benchmark computes, and how it reports for it: a shared library that defines register_peer.
#pragma once
#include <cstddef>

namespace bench {

/// Value and gradient of a penalty. The sums run over all entries of w.
enum class workload {
  l1,            // l1 sum |w|
  l2,            // l2 sum w^2
  l1_l2,         // l1 sum |w| + l2 sum w^2
  pseudo_huber,  // huber sum (sqrt(w^2 + huber_epsilon) - sqrt(huber_epsilon))
  cauchy,        // cauchy sum log(1 + w^2 / cauchy_epsilon)
  composite,     // a1 sum |w| + a2 sum w^2 + a3 sum (sqrt(w^2 + huber_epsilon) - sqrt(huber_epsilon))
                 //   + a4 sum log cosh w + a5 sum (w - w0)^2 + a6 sum mask |w|
};
inline constexpr const char* workload_names[] = {"l1", "l2", "l1_l2", "pseudo_huber", "cauchy", "composite"};

namespace coefficient {
inline constexpr double l1 = 0.01, l2 = 0.02;
inline constexpr double huber = 0.05, huber_epsilon = 1e-3;
inline constexpr double cauchy = 0.03, cauchy_epsilon = 1e-2;
inline constexpr double a1 = 0.01, a2 = 0.02, a3 = 0.03, a4 = 0.04, a5 = 0.05, a6 = 0.06;
}  // namespace coefficient

/// Column-major matrices of one shape. Pointers are aligned to 64 bytes, the size is a multiple of 64: nobody needs to
/// write a tail.
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

/// Enters all kernels of a peer: static functions named as their workloads.
template <template <class T> class Peer> void add_all(registry& peers) {
  const auto of_type = [&]<class T>(Peer<T>) {
    peers.add(workload::l1, Peer<T>::l1);
    peers.add(workload::l2, Peer<T>::l2);
    peers.add(workload::l1_l2, Peer<T>::l1_l2);
    peers.add(workload::pseudo_huber, Peer<T>::pseudo_huber);
    peers.add(workload::cauchy, Peer<T>::cauchy);
    peers.add(workload::composite, Peer<T>::composite);
  };
  of_type(Peer<float>{});
  of_type(Peer<double>{});
}

}  // namespace bench

extern "C" [[gnu::visibility("default")]] void register_peer(bench::registry& peers);
