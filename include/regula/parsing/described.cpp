// SPDX-License-Identifier: MIT
#include <dsl/call/check.hpp>
#include <dsl/text/source.hpp>
#include <regula/parsing/described.hpp>
#include <regula/parsing/state.hpp>

namespace regula::parsing {
namespace {

/// What comes from elsewhere is put into a text: it must be one name there.
void check_name(std::string_view name, const char* of) {
  if (!dsl::is_identifier(name) || name.size() > dsl::limits::name_length)
    throw config_error(
        dsl::message({"the name of a ", of, " is a letter or _, then letters, digits and _, 64 at most; given is \"",
                      name.substr(0, 80), name.size() > 80 ? "...\"" : "\""}));
}

std::string definition_of(const described_coefficient& c) {
  const bool has_value = !std::isnan(c.value), automatic = dsl::is_automatic_name(c.name);
  if (automatic && !has_value) return {};
  const auto word = automatic ? "" : c.free ? "free " : has_value ? "" : "coef ";
  return word + c.name + (has_value ? " = " + dsl::number_text(c.value) : std::string{}) + "; ";
}

}  // namespace

description describe(const dsl::formula_view& f) {
  dsl::bare_source_writer writer{f};
  if (!writer.is_exact()) return describe(parsed_penalty(dsl::source_text(f)));
  description d{writer.text(), {}, {}};
  int coefficients = 0, tensors = 0;
  for (int i = 0; i < f.size; ++i) {
    const auto& n = f.nodes[i];
    if (n.what == dsl::tensor_node && n.slot() == tensors) d.tensors.emplace_back(f.tensors[tensors++]);
    if (n.what != dsl::coefficient_node || n.slot() != coefficients) continue;
    const auto& c = f.coefficients[coefficients];
    d.coefficients.push_back({std::string{c.view()}, f.values[coefficients++], c.free});
  }
  return d;
}

description describe(const parsed_penalty& p) { return describe(p.shared().view(p.coefficient_values().data())); }

parsed_penalty penalty_of(const description& d, const user_atoms& atoms) {
  std::string text;
  for (const auto& c : d.coefficients) {
    check_name(c.name, "coefficient");
    if (dsl::is_automatic_name(c.name) && !c.free)
      throw config_error(dsl::message({"\"", c.name, "\" is the name of a coefficient without a name, which is free"}));
    text += definition_of(c);
  }
  for (const auto& t : d.tensors) {
    check_name(t, "tensor");
    text += "tensor " + t + "; ";
  }
  return parsed_penalty(text + d.formula, atoms);
}

void check_shapes(const parsed_penalty& p, std::span<const std::vector<std::ptrdiff_t>> extents) {
  const auto& s = p.shared();
  const auto written = s.written().view();
  if (s.written().applied != 0) return;  // of a sparse matrix more is asked than its shape
  std::vector<dsl::view<const double>> in(extents.size()), none(extents.size());
  const std::vector<dsl::view<double>> out(extents.size());
  for (std::size_t t = 0; t < extents.size(); ++t) {
    if (extents[t].size() > static_cast<std::size_t>(dsl::max_rank))
      throw shape_error("a tensor has at most " + std::to_string(dsl::max_rank) + " axes");
    in[t].rank = static_cast<int>(extents[t].size());
    std::copy(extents[t].begin(), extents[t].end(), in[t].extents);
  }
  const auto no = std::make_unique<bool[]>(extents.size());
  dsl::call_check<double>({written.tensor_count, in.data(), none.data(), out.data(), no.get(), no.get(),
                           s.tensors().data(), written.shapes})
      .run(written.table);
}

}  // namespace regula::parsing
