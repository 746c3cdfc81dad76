// SPDX-License-Identifier: MIT
#include <regula/data/files.hpp>
#include <regula/tool/commands.hpp>

namespace regula::tool {
namespace {

/// The tensor and the file of --grad W=g.npy, or --grad g.npy where there is one tensor.
std::pair<std::size_t, std::string> target_of(const inputs& in, const std::string& text) {
  if (const auto parts = split_at_equals(text)) return {in.index_of(parts->first), parts->second};
  if (in.names().size() > 1)
    throw usage_error("--grad " + text + ": the formula has several tensors, say whose, as in --grad " + in.names()[0] +
                      "=" + text);
  return {0, text};
}

}  // namespace

answer eval(const eval_options& o) {
  const auto p = penalty_of(o);
  const inputs in(p, o, true);
  answer a;
  std::vector<std::optional<data::array>> buffers(in.names().size());
  std::vector<std::pair<std::size_t, std::string>> targets;
  for (const auto& each : o.gradients) {
    targets.push_back(target_of(in, each));
    buffers[targets.back().first] = in[targets.back().first];
  }
  const double value = targets.empty() ? in.value(p) : in.value_and_gradient(p, buffers);
  a.data["formula"] = p.text("text");
  a.data["value"] = value;
  a.text = number_text(value) + "\n";
  for (const auto& [t, file] : targets) {
    data::write_arrays(file, {{in.names()[t], *buffers[t]}});
    a.data["gradients"][in.names()[t]] = {{"file", file}, {"shape", buffers[t]->shape}};
  }
  if (o.coefficients)
    for (const auto& [name, slope] : in.coefficient_gradient(p)) {
      a.data["coefficient_gradient"][name] = slope;
      a.text += "dP/d" + name + " " + number_text(slope) + "\n";
    }
  return a;
}

}  // namespace regula::tool
