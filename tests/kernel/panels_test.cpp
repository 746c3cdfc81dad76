// SPDX-License-Identifier: MIT
/// Programs with panels and matrices keep what the others promise: no allocation, the same bits, nothing half done.
#include <tests/kernel/kernel.hpp>
//
#include <atomic>
#include <cstring>
#include <thread>
#include <tests/kernel/allocations.hpp>

namespace {

using namespace kernel_test;
using regula::identity;
using regula::overlap_error;
using regula::shape_error;
using regula::wrt;

constexpr auto lasso = regula::penalty(sum(norm2(rowwise(W))) + 0.5 * sum(norm2(colwise(W))));
constexpr auto variation = regula::penalty(0.1 * sum(abs(difference<0>(W))) + sum(gradient_norm(W)));
constexpr auto orthogonal = regula::penalty(0.1 * sum(square(gram(W) - identity)));
constexpr auto joint = regula::penalty(sum(square(matmul(W, V) - X)) + sum(norm2(rowwise(V))));
constexpr auto skew = regula::penalty(sum(square(W + transpose(W))) + trace(W));

template <class Error, class F> std::string refusal(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "not refused";
}
template <class T> bool same_bits(const T& a, const T& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(a[0]) * static_cast<std::size_t>(a.size())) == 0;
}
bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace
