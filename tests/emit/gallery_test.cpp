// SPDX-License-Identifier: MIT
/// Every entry of the gallery as standalone C, against the engine.
#include <fmt/format.h>

#include <regula/regula.hpp>
#include <tests/emit/called_c.hpp>
#include <tests/gallery/entries.hpp>

TEST_CASE("the gallery as C99 of its own", "[emit]") {
  int written = 0, refused = 0;
  const auto check = [&]<class F>(const char* name, const regula::penalty<F>& p) {
    INFO(name);
    const auto text = fmt::format("{:text}", p);
    try {
      regula::parse(text).to_c();
    } catch (const regula::argument_error& e) {
      CHECK(std::string{e.what()}.find("is not written as C") != std::string::npos);
      ++refused;
      return;
    }
    ++written;
    // Logarithms and the like take numbers between 0 and 1.
    const std::string_view entry = name;
    const bool inside =
        entry == "entropy" || entry == "log_barrier" || entry == "kl_sparsity" || entry == "smooth_entropy";
    emit_test::check_c<float>(text, 6, 6, inside ? 0.0 : -1.0);
    if (entry.size() % 2 == 0) emit_test::check_c<double>(text, 5, 5, inside ? 0.0 : -1.0);
  };
  using namespace gallery_test;
  for_each_entry(check);
  CHECK(refused == 0);
  for_each_group_entry(check);
  for_each_orthogonal_entry(check);
  for_each_variation_entry(check);
  for_each_partner_entry(check);
  WARN(written << " entries are written as C, " << refused << " are refused");
  CHECK(written >= 70);
}
