// SPDX-License-Identifier: MIT
/// What --help says below the options.
#pragma once

namespace regula::tool::help {

inline constexpr auto program = R"help(
A formula is text: "0.01 * sum(abs(W))", "l1 = 0.01; l1 * sum(abs(W - W0))".
Names that begin with a capital letter are tensors: --W w.npy --W0 w0.npy.

  regula eval "0.01 * sum(abs(W))" --W w.npy --grad g.npy
  regula print "l2 = 0.1; l2 * sum(square(W))" --gradient W
  regula explain "0.1 * sum(norm2(rowwise(W)))"
  regula plot "sum(abs(W))"

--json, after a command, answers in JSON. Exit code: 0; 1 where the answer is
no, as of check; 2 for wrong use and bad input. regula COMMAND --help says
more, and man regula all of it.)help";

inline constexpr auto eval = R"help(
Prints the value, with all its digits.

  regula eval "sum(square(W))" --W "[3, 4]"                       25
  regula eval "sum(square(W - W0))" --W a.npy --W0 b.npz:dense --grad W=g.npy
  echo "l1 * sum(abs(W))" | regula eval - --W w.csv --set l1=0.1)help";

inline constexpr auto check = R"help(
Compares dP/dW with differences of P, in double, entry by entry. Where the
slopes of both sides differ there is a kink: no error, if the gradient is
between them. Exit code 1 where an entry differs.

  regula check "0.1 * sum(norm2(rowwise(W)))" --shape 8x4
  regula check "sum(abs(W))" --W w.npy --against W=my_gradient.npy)help";

inline constexpr auto print = R"help(
Words of a format are options: --names --latex --cpp --tree --text, and what
else this library prints.

  regula print "l1 = 0.01; l1 * sum(abs(W))" --latex --names
  regula print "sum(huber(W, 0.5))" --gradient W --cpp
  regula print "0.1 * sum(norm2(rowwise(W)))" --plan)help";

inline constexpr auto explain = R"help(
Tensors and whether any shape will do, coefficients, gradients, where there may
be no derivative, passes over memory.

  regula explain "l1 = 0.01; l1 * sum(abs(W - W0))")help";

inline constexpr auto config = R"help(
  regula config "l1 = 0.01; l1 * sum(abs(W)) + 0.5 * sum(square(W))"
  {"l1":0.01,"c0":0.5})help";

inline constexpr auto plot = R"help(
Without --contours and --ball: the penalty of one weight, and its derivative.
Other tensors are numbers: --W0 0.5.

  regula plot "sum(huber(W, 1.0))" --from -4 --to 4
  regula plot "sum(abs(W)) + sum(square(W))" --ball --svg ball.svg
  regula plot "sum(log1p(square(W)))" --contours)help";

inline constexpr auto bench = R"help(
The fastest of many calls on random numbers, one thread. GB/s counts each tensor
once, and each gradient once.

  regula bench "0.01 * sum(abs(W))" --shape 1024x1024)help";

inline constexpr auto keras = R"help(
Every weight with its penalty, and the sum that Keras adds to the loss. Exit
code 1 where a penalty is not known.

  regula keras model.keras)help";

inline constexpr auto fit = R"help(
Minimizes loss + penalty by L-BFGS with gradients. The formula has one tensor:
the weights, one for each column. An intercept is fitted, and not penalized.

  regula fit houses.csv --target price --penalty "0.1 * sum(square(W))"
  regula fit cells.csv --target ill --loss logistic --penalty "sum(abs(W))")help";

inline constexpr auto convert = R"help(
The end of a name says the kind: .npy, .npz, .csv, .safetensors. A .npy and a
.csv file hold one array.

  regula convert weights.npz weights.safetensors
  regula convert weights.npz dense.csv --name dense)help";

}  // namespace regula::tool::help
