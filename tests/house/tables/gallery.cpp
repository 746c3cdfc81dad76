// SPDX-License-Identifier: MIT
// Every entry of the gallery in its own words, as lines of fields for tables.py.
#include <fmt/format.h>

#include <regula/text.hpp>
#include <tests/gallery/entries.hpp>

int main() {
  gallery_test::for_each_entry([](const char* name, const auto& p) {
    fmt::print("{}\t{:names}\t{:latex names}\t{:names}\t{}\n", name, p, p, p.gradient_formula(regula::symbols::W),
               p.get_config());
  });
}
