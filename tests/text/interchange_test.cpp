// SPDX-License-Identifier: MIT
/// MathML, DOT and Python source. tests/interchange runs and reads them; here is what they look like.
#include <regula/export.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using Catch::Matchers::Contains;
using regula::coef;
using regula::exported;
using regula::penalty;

namespace {

const auto elastic = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));

/// What follows the first line that begins with `start`.
std::string from(const std::string& text, const std::string& start) {
  const auto at = text.find("\n" + start);
  return at == std::string::npos ? "no line begins with " + start : text.substr(at + 1);
}

/// Reductions of a user's: of the library's atoms, of another of the user's, and with words of its own.
struct plain_atom : regula::reduction {
  static constexpr std::string_view name = "plain", latex = "p\\left({#1}\\right)";
  static constexpr auto defined_as(const auto& x) { return sum(square(x)); }
};
struct silent_atom : regula::reduction {
  static constexpr std::string_view name = "silent", latex = "s\\left({#1}\\right)";
  using uses = regula::type_list<plain_atom>;
  static constexpr auto defined_as(const auto& x) { return regula::call<plain_atom>(x); }
};
struct energy_atom : regula::reduction {
  static constexpr std::string_view name = "energy", latex = "E\\left({#1}\\right)",
                                    on_arrays = "{sum}({square}({#1}))";
  static constexpr auto defined_as(const auto& x) { return sum(square(x)); }
};

std::string refusal(auto action) {
  try {
    action();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "nothing thrown";
}

}  // namespace

TEST_CASE("Python source is a module") {
  CHECK(fmt::format("{:numpy}", exported(elastic)) == R"py("""l1 * sum(abs(W)) + l2 * sum(square(W))"""
import numpy as np


def penalty(W, *, l1=0.01, l2=0.02):
    """0.01 * sum(abs(W)) + 0.02 * sum(square(W))"""
    return l1 * np.sum(np.abs(W)) + l2 * np.sum(np.square(W))
)py");
  CHECK(from(fmt::format("{:keras}", exported(elastic)), "class") == R"py(class Penalty(keras.regularizers.Regularizer):
    def __init__(self, *, l1=0.01, l2=0.02):
        self.l1 = l1
        self.l2 = l2

    def __call__(self, W):
        return penalty(W, l1=self.l1, l2=self.l2)

    def get_config(self):
        return {"l1": self.l1, "l2": self.l2}
)py");
  CHECK(from(fmt::format("{:jax}", exported(elastic)), "def") == R"py(def penalty(W, *, l1=0.01, l2=0.02):
    """0.01 * sum(abs(W)) + 0.02 * sum(square(W))"""
    return l1 * jnp.sum(jnp.abs(W)) + l2 * jnp.sum(jnp.square(W))
)py");
}

TEST_CASE("what is used twice is computed once") {
  CHECK(from(fmt::format("{:numpy}", exported(penalty(sum(huber(W, coef<"delta">(0.5)))))), "def") ==
        R"py(def penalty(W, *, delta=0.5):
    """sum(huber(W, 0.5))"""
    t1 = np.abs(W)
    t2 = np.minimum(t1, delta)
    return np.sum(t2 * (t1 - 0.5 * t2))
)py");
}

TEST_CASE("derivatives are source too") {
  CHECK(from(fmt::format("{:numpy}", exported(elastic.gradient_formula(W))), "def") ==
        R"py(def derivative(W, *, l1=0.01, l2=0.02):
    """0.01 * sign(W) + 2 * 0.02 * W"""
    return l1 * np.sign(W) + 2.0 * l2 * W
)py");
  CHECK_THAT(fmt::format("{:torch}", exported(penalty(sum(norm2(rowwise(W)))).gradient_formula(W))),
             Contains("def _safe_inverse(x):"));
}

TEST_CASE("names that Python has a use for") {
  using regula::symbol;
  const auto p = penalty(coef<"lambda">(1.0) * sum(symbol<"_sqrt"> * symbol<"t1"> * sqrt(W)) +
                         coef<"np">(2.0) * sum(symbol<"x_sqrt">));
  CHECK_THAT(fmt::format("{:jax}", exported(p)),
             Contains("def penalty(x_sqrt, t1_, W, x_sqrt_, *, lambda_=1.0, np_=2.0):"));
}

TEST_CASE("a coefficient without a value has to be given") {
  using formula = std::decay_t<decltype(elastic)>::formula_type;
  const double values[] = {std::numeric_limits<double>::quiet_NaN(), 0.02};
  const auto text = [&](regula::text_form form) {
    return regula::dsl::export_writer::text(regula::dsl::written_view<regula::dsl::formula_facts<formula>>(values),
                                            {form});
  };
  CHECK_THAT(text(regula::text_form::numpy), Contains("def penalty(W, *, l1, l2=0.02):"));
  CHECK_THAT(text(regula::text_form::keras), Contains("def __init__(self, *, l1, l2=0.02):"));
  CHECK_THAT(text(regula::text_form::content_mathml), Contains("<ci>l1</ci>") && !Contains("notanumber"));
  CHECK_THAT(text(regula::text_form::dot), Contains("label=\"l1\"") && Contains("label=\"l2 = 0.02\""));
}

TEST_CASE("an atom that cannot be written says so") {
  const auto silent = penalty(regula::call<silent_atom>(W));
  CHECK(refusal([&] { return fmt::format("{:numpy}", exported(silent)); }) ==
        "the atom 'silent' is not written in Python: it states no on_arrays");
  CHECK_THAT(fmt::format("{:numpy}", exported(penalty(sum(regula::call<plain_atom>(rowwise(W)))))),
             Contains("return np.sum(np.sum(np.square(W), axis=1, keepdims=True))"));
  CHECK_THAT(fmt::format("{:torch}", exported(penalty(regula::call<energy_atom>(W)))),
             Contains("return torch.sum(torch.square(W))"));
  CHECK_THAT(fmt::format("{:mathml content}", exported(silent)), Contains("<csymbol cd=\"regula\">silent</csymbol>"));
}

TEST_CASE("MathML") {
  CHECK(fmt::format("{:mathml names}", penalty(coef<"l1">(0.01) * sum(abs(W)))) ==
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mrow><msub><mi>l</mi><mrow><mn>1</mn>"
        "</mrow></msub><mspace width=\"0.167em\"/><mo>&#x2211;</mo><mrow><mo>|</mo><mi>W</mi><mo>|</mo></mrow></mrow>"
        "</math>");
  CHECK(fmt::format("{:mathml content names}", exported(penalty(coef<"l1">(0.01) * sum(abs(W - V))))) ==
        fmt::format("{:names content mathml}", exported(penalty(coef<"l1">(0.01) * sum(abs(W - V))))));
  CHECK(fmt::format("{:mathml content}", exported(penalty(coef<"l1">(1e-9) * sum(norm2(rowwise(W)))))) ==
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><apply><times/>"
        "<cn type=\"e-notation\">1<sep/>-9</cn><apply><csymbol cd=\"regula\">sum</csymbol><apply>"
        "<csymbol cd=\"regula\">norm2</csymbol><ci type=\"matrix\">W</ci><set><cn type=\"integer\">1</cn></set></apply>"
        "</apply></apply></math>");
}

TEST_CASE("DOT") {
  CHECK(fmt::format("{:dot names}", penalty(coef<"l1">(0.01) * norm2(regula::symbol<"kernel">))) ==
        R"py(digraph formula {
  rankdir=BT;
  ordering=in;
  node [fontname="sans-serif", shape=box, style="rounded,filled", fillcolor=white];
  n0 [label="l1", shape=ellipse, style=filled, fillcolor="#ffd9a0"];
  n1 [label="kernel", shape=box, style=filled, fillcolor="#a8d1f0"];
  n2 [label="norm2"];
  n1 -> n2;
  n3 [label="*"];
  n0 -> n3;
  n2 -> n3;
}
)py");
}

TEST_CASE("words that do not go together") {
  const auto says = [&](const char* format) {
    return refusal([&] { return fmt::format(fmt::runtime(format), exported(elastic)); });
  };
  CHECK_THAT(says("{:numpy names}"), Contains("leave out the word names"));
  CHECK_THAT(says("{:latex content}"), Contains("the word content goes with mathml"));
  CHECK_THAT(says("{:content}"), Contains("the word content goes with mathml"));
  CHECK_THAT(says("{:numpy torch}"), Contains("choose one of the words"));
  CHECK_THAT(says("{:tensorflow}"), Contains("keras, torch, jax and sympy"));
}

TEST_CASE("what has a door of its own") {
  const auto sentence = Contains("regula::exported(p), of <regula/export.hpp>");
  CHECK_THAT(refusal([] { return fmt::format(fmt::runtime("{:numpy}"), elastic); }), sentence);
  CHECK_THAT(refusal([] { return fmt::format(fmt::runtime("{:mathml content}"), elastic); }), sentence);
  CHECK_THAT(refusal([] { return to_string(elastic, {regula::text_form::jax}); }), sentence);
  CHECK(fmt::format("{:latex names}", exported(elastic)) == fmt::format("{:latex names}", elastic));
  CHECK(fmt::format("{}", exported(elastic.gradient_formula(W))) == fmt::format("{}", elastic.gradient_formula(W)));
}
