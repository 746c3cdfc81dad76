// SPDX-License-Identifier: MIT
// Every entry of the gallery as a record.
#include <regula/gallery.hpp>
#include <tests/gallery/entries.hpp>
#include <tests/interchange/records.hpp>

using namespace interchange;
using namespace regula::symbols;

namespace {

/// Whether the penalty is defined on positive numbers, the mean of which is below 1.
bool is_of_shares(std::string_view name) { return name == "entropy" || name == "log_barrier" || name == "kl_sparsity"; }
const auto matrices = [](const char* name, const auto& p) {
  const auto w = is_of_shares(name) ? random(5, 4, 3, 0.05, 0.9) : random(5, 4, 1);
  record(name, p, w, random(5, 4, 2, 0.1, 1.5));
};
const auto groups_of = [](const char* name, const auto& p) {
  if (std::string_view{name}.find("filters") == std::string_view::npos) return record(name, p, random(5, 4, 4));
  Eigen::Tensor<double, 4> w(3, 2, 2, 4);
  const auto entries = random(48, 1, 5);
  std::copy(entries.data(), entries.data() + 48, w.data());
  record(name, p, w);
};

template <class P> void partners(const char* name, const P& p) {
  constexpr auto A = regula::symbol<"A">;
  const auto w = random(5, 4, 6), y = random(7, 4, 7, 0.1, 0.9), a = random(5, 5, 8), v = random(5, 3, 9),
             t = random(4, 5, 10), w0 = random(5, 4, 11);
  matrix g = w;
  const auto show = [&](json tensors, auto... bound) {
    tensors["W"] = array(w);
    const double value = p.value_and_gradient(W = wrt(w, g), bound...);
    print(name, tensors, value, array(g), texts(p), texts(p.gradient_formula(W)));
  };
  if constexpr (has<P>("Y"))
    show({{"Y", array(y)}}, Y = y);
  else if constexpr (has<P>("W0"))
    show({{"A", array(a)}, {"W0", array(w0)}}, A = a, W0 = w0);
  else if constexpr (has<P>("A"))
    show({{"A", array(a)}}, A = a);
  else if (std::string_view{name} == "tied_transpose")
    show({{"V", array(t)}}, V = t);
  else
    show({{"V", array(v)}}, V = v);
}

}  // namespace

int main() {
  gallery_test::for_each_entry(matrices);
  gallery_test::for_each_group_entry(groups_of);
  gallery_test::for_each_orthogonal_entry(matrices);
  gallery_test::for_each_variation_entry(matrices);
  gallery_test::for_each_partner_entry([](const char* name, const auto& p) { partners(name, p); });
}
