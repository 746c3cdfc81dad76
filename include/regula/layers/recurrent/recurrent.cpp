// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/recurrent/recurrent.hpp>

namespace regula::layers {
namespace {

std::unique_ptr<recurrent_cell> cell_of(recurrent_kind kind, const recurrent_options& o) {
  const activation inner(o.activation);
  if (kind == recurrent_kind::simple_rnn) return simple_rnn_cell(inner);
  const activation recurrent(o.recurrent_activation);
  return kind == recurrent_kind::lstm ? lstm_cell(inner, recurrent) : gru_cell(inner, recurrent, o.reset_after);
}

void check_rate(const char* what, double rate) {
  if (!(rate >= 0.0 && rate < 1.0))
    throw config_error(std::string{what} + " is from 0 to below 1, not " + number_text(rate));
}

}  // namespace

recurrent_layer::recurrent_layer(recurrent_kind kind, std::ptrdiff_t units, const recurrent_options& o)
    : single_layer(o.name, o.trainable),
      kind_(kind),
      units_(positive("units", units)),
      options_(o),
      cell_(cell_of(kind, o)) {
  check_rate("dropout", o.dropout);
  check_rate("recurrent_dropout", o.recurrent_dropout);
  if (units_ > 2147483647) throw config_error("units is below 2^31, not " + std::to_string(units_));
  activity_regularizer = o.activity_regularizer;
  declare("kernel", {o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint});
  declare("recurrent_kernel", {o.recurrent_initializer, o.recurrent_regularizer, o.recurrent_constraint});
  declare("bias", {o.bias_initializer, o.bias_regularizer, o.bias_constraint}, o.use_bias);
}

std::string recurrent_layer::class_name() const {
  return kind_ == recurrent_kind::simple_rnn ? "SimpleRNN" : kind_ == recurrent_kind::lstm ? "LSTM" : "GRU";
}

std::string recurrent_layer::cell_name() const { return snake_case(class_name()) + "_cell"; }

shape recurrent_layer::output_shape(const shape& input) const {
  if (input.size() != 3 || input[2] < 0 || input[1] == 0)
    throw shape_error(class_name() + " \"" + name() +
                      "\" reads (batch, steps, features), at least one step; given is " + shape_text(input));
  if (built() && input[2] != weights()[0].value.shape(0))
    throw shape_error(class_name() + " \"" + name() + "\" was built for " +
                      std::to_string(weights()[0].value.shape(0)) + " features; given is " + shape_text(input));
  return options_.return_sequences ? shape{input[0], input[1], units_} : shape{input[0], units_};
}

void recurrent_layer::make_weights(const shape& input, rng& draw) {
  output_shape(input);
  const auto columns = cell_->gates() * units_;
  weights()[0].build({input[2], columns}, draw);
  weights()[1].build({units_, columns}, draw);
  if (!options_.use_bias) return;
  weights()[2].build(cell_->biases() == 1 ? shape{columns} : shape{cell_->biases(), columns}, draw);
  if (draw.draws) finish_initial(weights()[2]);
}

/// The forget gate starts open. [Jozefowicz et al. 2015, Proc. ICML 37:2342]
void recurrent_layer::finish_initial(weight& w) const {
  if (kind_ == recurrent_kind::lstm && options_.unit_forget_bias && w.name == "bias")
    w.value.flat().segment(units_, units_).setOnes();
}

std::shared_ptr<recurrent_layer> recurrent_layer::twin(const std::string& name, bool go_backwards) const {
  auto o = options_;
  o.name = name;
  o.trainable = trainable();
  o.go_backwards = go_backwards;
  o.zero_output_for_mask = o.return_sequences;
  o.activity_regularizer = activity_regularizer;
  const auto& w = weights();
  o.kernel_regularizer = w[0].regularizer, o.recurrent_regularizer = w[1].regularizer;
  o.kernel_constraint = w[0].constraint, o.recurrent_constraint = w[1].constraint;
  if (o.use_bias) o.bias_regularizer = w[2].regularizer, o.bias_constraint = w[2].constraint;
  return std::make_shared<recurrent_layer>(kind_, units_, o);
}

json recurrent_layer::get_config() const {
  const auto& o = options_;
  const bool lstm = kind_ == recurrent_kind::lstm, gru = kind_ == recurrent_kind::gru;
  json c{{"return_sequences", o.return_sequences},
         {"return_state", false},
         {"go_backwards", o.go_backwards},
         {"stateful", false},
         {"unroll", o.unroll},
         {"zero_output_for_mask", o.zero_output_for_mask},
         {"units", units_},
         {"activation", cell_->function().name()}};
  if (lstm || gru) c["recurrent_activation"] = cell_->recurrent_function().name();
  c["use_bias"] = o.use_bias;
  const named_rules rules{
      {"kernel", rules_of("kernel")}, {"recurrent", rules_of("recurrent_kernel")}, {"bias", rules_of("bias")}};
  add_initializers(c, rules);
  if (lstm) c["unit_forget_bias"] = o.unit_forget_bias;
  add_regularizers(c, rules);
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, rules);
  c["dropout"] = o.dropout;
  c["recurrent_dropout"] = o.recurrent_dropout;
  if (gru) c["reset_after"] = o.reset_after;
  if (lstm || gru) c["seed"] = o.seed ? json(*o.seed) : json();
  return c;
}

/// GRU without reset_after: Keras 2 before 2.1, and it writes "implementation", computed what reset_after = false says.
std::shared_ptr<layer> recurrent_layer::from_config(config_reader& c, recurrent_kind kind) {
  recurrent_options o;
  const auto units = c.count("units", 0);
  o.activation = c.word("activation", c.is_null("activation") ? "linear" : "tanh");
  o.use_bias = c.flag("use_bias", true);
  o.return_sequences = c.flag("return_sequences", false);
  o.go_backwards = c.flag("go_backwards", false);
  o.zero_output_for_mask = c.flag("zero_output_for_mask", false);
  o.unroll = c.flag("unroll", false);
  c.only("return_state", {false});
  c.only("stateful", {false});
  c.only("time_major", {false});
  if (kind != recurrent_kind::simple_rnn)
    o.recurrent_activation = c.word("recurrent_activation", c.is_null("recurrent_activation") ? "linear" : "sigmoid");
  if (kind == recurrent_kind::lstm) o.unit_forget_bias = c.flag("unit_forget_bias", true);
  if (kind == recurrent_kind::gru) o.reset_after = c.flag("reset_after", !c.has("implementation"));
  o.dropout = c.number("dropout", 0.0);
  o.recurrent_dropout = c.number("recurrent_dropout", 0.0);
  if (c.has("seed")) o.seed = c.count("seed", 0, 0);
  c.rules("kernel", o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint);
  c.rules("recurrent", o.recurrent_initializer, o.recurrent_regularizer, o.recurrent_constraint);
  c.rules("bias", o.bias_initializer, o.bias_regularizer, o.bias_constraint);
  c.ignore({"implementation", "input_dim", "input_length", "seed", "use_cudnn"});
  return std::make_shared<recurrent_layer>(kind, units, o);
}

ref<recurrent_layer> SimpleRNN(std::ptrdiff_t units, const recurrent_options& options) {
  return make<recurrent_layer>(recurrent_kind::simple_rnn, units, options);
}

ref<recurrent_layer> LSTM(std::ptrdiff_t units, const recurrent_options& options) {
  return make<recurrent_layer>(recurrent_kind::lstm, units, options);
}

ref<recurrent_layer> GRU(std::ptrdiff_t units, const recurrent_options& options) {
  return make<recurrent_layer>(recurrent_kind::gru, units, options);
}

}  // namespace regula::layers
