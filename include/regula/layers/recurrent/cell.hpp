// SPDX-License-Identifier: MIT
/// One step of a recurrent layer: states and x W + b in, new states out; and back.
#pragma once
#include <memory>
#include <regula/layers/activations.hpp>
#include <regula/layers/record.hpp>
#include <span>

namespace regula::layers {

/// h U, U with a block of columns for each gate; with dropout, h times one mask, or times one for each gate.
class recurrent_product {
public:
  /// u: (units, gates units). bias: null, or (2, gates units), its second row added. The gradients are for `back`.
  recurrent_product(const ndarray& u, const ndarray* bias, std::span<const ndarray> dropped, ndarray* u_gradient,
                    ndarray* bias_gradient, const policy& on);

  /// (batch, count units) for the gates from `first` on.
  ndarray operator()(const ndarray& h, std::ptrdiff_t first, std::ptrdiff_t count) const;
  /// Adds to the gradients of U and of the bias, and to dh.
  void back(const ndarray& h, const ndarray& dp, std::ptrdiff_t first, ndarray& dh) const;

private:
  ndarray seen(const ndarray& h, std::ptrdiff_t gate) const;
  /// Gates that read the same h, at once.
  std::ptrdiff_t together(std::ptrdiff_t count) const { return dropped_.size() > 1 ? 1 : count; }

  const ndarray& u_;
  const ndarray* bias_;
  std::span<const ndarray> dropped_;
  ndarray *u_gradient_, *bias_gradient_;
  policy on_;
};

/// Columns of gate k of a step.
ndarray gate_of(const ndarray& z, std::ptrdiff_t k, std::ptrdiff_t units);
void set_gate(ndarray& z, std::ptrdiff_t k, const ndarray& of_gate);

/// Without weights and without memory: a step leaves in `saved` what the way back reads.
class recurrent_cell {
public:
  using values = std::span<const ndarray>;
  recurrent_cell(activation inner, activation recurrent) : activation_(inner), recurrent_(recurrent) {}
  virtual ~recurrent_cell() = default;
  virtual std::ptrdiff_t gates() const = 0;
  /// h, or h and c.
  virtual std::size_t states() const { return 1; }
  /// Rows of the bias.
  virtual std::ptrdiff_t biases() const { return 1; }
  /// z = x W + b, (batch, gates units).
  virtual tensors next(const ndarray& z, const tensors& states, const recurrent_product& by_u,
                       tensors& saved) const = 0;
  /// The gradients by the states from those by the new states; dz becomes that by z.
  virtual tensors back(values slopes, values states, const recurrent_product& by_u, values saved,
                       ndarray& dz) const = 0;

  const activation& function() const { return activation_; }
  const activation& recurrent_function() const { return recurrent_; }

protected:
  activation activation_, recurrent_;
};

/// h' = activation(z + h U)
std::unique_ptr<recurrent_cell> simple_rnn_cell(activation inner);
/// Gates i, f, c, o of z + h U:  c' = f c + i activation(z_c + ...),  h' = o activation(c').
/// [Hochreiter, Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735]
std::unique_ptr<recurrent_cell> lstm_cell(activation inner, activation recurrent);
/// Gates z, r, h:  h' = z h + (1 - z) activation(z_h + k),  k = r (h U_h + b_h), or (r h) U_h without reset_after.
/// [Cho et al. 2014, arXiv:1406.1078]
std::unique_ptr<recurrent_cell> gru_cell(activation inner, activation recurrent, bool reset_after);

}  // namespace regula::layers
