// SPDX-License-Identifier: MIT
/// Any text is a formula or a parse_error; a formula is printed by {:text} and read back the same.
#include <cstdlib>
#include <dsl/grammar/parse.hpp>
#include <dsl/plan/run_time.hpp>
#include <dsl/text/source.hpp>
#include <regula/decompositions.hpp>

namespace {

using namespace regula::dsl;
using users = regula::type_list<regula::nuclear_norm_atom, regula::singular_powers_atom<3, 2>, regula::sorted_l1_atom,
                                regula::power_norm_atom<16>, regula::top_k_sum_atom<2>, regula::top_k_sum_atom<5>>;

std::string printed(const parsed_text& parsed, const written_nodes& f) {
  std::vector<std::string_view> tensors;
  for (const auto& n : parsed.nodes())
    if (const auto name = parsed.name(n); n.what == tensor_node)
      if (std::find(tensors.begin(), tensors.end(), name) == tensors.end()) tensors.push_back(name);
  std::vector<coefficient_name> names;
  std::vector<double> values;
  for (const auto& c : parsed.coefficients()) {
    names.push_back({c.name, {}, c.free});
    values.push_back(c.value);
  }
  return source_text({f.nodes, f.size, tensors.data(), names.data(), values.data(), user_texts<users>::rows,
                      users::size, f.table, f.shape_count, f.tensor_count});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto parsed = parse_text({reinterpret_cast<const char*>(data), size}, words_of<users>);
    written_at_run_time written(parsed.node_count(), atoms_of<users>);
    const int node = parsed.write(written.write());
    written.write().finish();
    if (written.trouble != problem::none) parsed.refuse(written.trouble, node);
    const auto text = printed(parsed, written.view());
    const auto again = parse_text(text, words_of<users>);
    written_at_run_time twice(again.node_count(), atoms_of<users>);
    again.write(twice.write());
    twice.write().finish();
    const auto a = written.view(), b = twice.view();
    if (a.size != b.size || !std::equal(a.nodes, a.nodes + a.size, b.nodes)) std::abort();
    if (printed(again, b) != text) std::abort();
  } catch (const regula::parse_error& e) {
    if (e.position() > size) std::abort();
  }
  return 0;
}
