// SPDX-License-Identifier: MIT
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <regula/tool/app.hpp>
#include <regula/tool/commands.hpp>
#include <regula/tool/help.hpp>
#include <regula/version.hpp>

namespace regula::tool {
namespace {

/// --W w.npy becomes --tensor W=w.npy: the names of tensors begin with a capital letter, those of options do not. A formula
/// as -sum(W), which looks like options, goes to the end, behind --.
std::vector<std::string> with_tensors(int count, char** words) {
  std::vector<std::string> all, formulas;
  for (int k = 1; k < count; ++k) {
    std::string word = words[k];
    const bool names_tensor = word.size() > 2 && word.starts_with("--") && word[2] >= 'A' && word[2] <= 'Z';
    if (!names_tensor) {
      const bool is_formula =
          word.size() > 1 && word[0] == '-' && word[1] != '-' && word.find('(') != std::string::npos;
      (is_formula ? formulas : all).push_back(std::move(word));
      continue;
    }
    word.erase(0, 2);
    if (word.find('=') == std::string::npos) {
      if (k + 1 == count) throw usage_error("--" + word + " needs a file, a number or [entries]: --" + word + " w.npy");
      word += std::string("=") + words[++k];
    }
    all.push_back("--tensor=" + word);
  }
  if (!formulas.empty()) all.push_back("--");
  all.insert(all.end(), formulas.begin(), formulas.end());
  return all;
}

class program {
public:
  program() : app_("Regularization penalties as formulas, from a terminal.", "regula") {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "regula " + std::string{version});
    app_.set_help_flag("-h,--help", "Says this and ends; after a command, what is special about it");
    app_.footer(help::program);
    add_eval(), add_check(), add_print(), add_explain(), add_config(), add_plot(), add_bench(), add_keras(), add_fit(),
        add_convert();
  }

  int run(int count, char** words) {
    try {
      auto all = with_tensors(count, words);
      std::reverse(all.begin(), all.end());
      app_.parse(all);
      const auto a = command_();
      const auto text = json_ ? a.data.dump(2, ' ', false, json::error_handler_t::replace) + "\n" : a.text;
      if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return complain("standard output takes no more");
      return a.yes ? 0 : 1;
    } catch (const CLI::Success& e) {
      return app_.exit(e);
    } catch (const CLI::ParseError& e) {
      const auto chosen = app_.get_subcommands();
      if (chosen.empty() && count > 1 && words[1][0] != '-') return complain(no_command(words[1]));
      const auto name = chosen.empty() ? "regula" : "regula " + chosen.front()->get_name();
      return complain(std::string(e.what()) + "\n" + name + " --help says what there is");
    } catch (const std::bad_alloc&) {
      return complain("there is not enough memory");
    } catch (const std::exception& e) {
      return complain(e.what());
    }
  }

private:
  std::string no_command(const std::string& word) {
    std::string known;
    for (const auto* c : app_.get_subcommands([](const CLI::App*) { return true; }))
      known += (known.empty() ? "" : ", ") + c->get_name();
    return "there is no command " + word + "; there are " + known;
  }
  int complain(const std::string& what) const {
    const terminal t{colours_on(STDERR_FILENO)};
    std::fprintf(stderr, "%s %s\n", t.bad("regula:").c_str(), what.c_str());
    return 2;
  }
  static bool colours_on(int descriptor) {
    const char *none = std::getenv("NO_COLOR"), *term = std::getenv("TERM");
    return isatty(descriptor) == 1 && (none == nullptr || *none == '\0') && term != nullptr &&
           std::string(term) != "dumb";
  }
  static terminal output() {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return {colours_on(STDOUT_FILENO), known ? size.ws_col : 80};
  }

  CLI::App* command(const char* name, const char* what, const char* footer, std::function<answer()> run) {
    auto* c = app_.add_subcommand(name, what);
    c->footer(footer);
    c->add_flag("--json", json_, "Answers in JSON");
    c->callback([this, run] { command_ = run; });
    return c;
  }
  static void add_formula(CLI::App* c, formula_options& o) {
    c->add_option("FORMULA", o.formula, "The penalty, as in \"0.01 * sum(abs(W))\"; - reads it from standard input")
        ->required();
    c->add_option("--set", o.settings, "A coefficient and its value, as in l1=0.1")->expected(1)->take_all();
  }
  static void add_tensors(CLI::App* c, formula_options& o) {
    c->add_option("--tensor", o.tensors,
                  "A tensor, as in W=w.npy; also written --W w.npy. A file (.npy, .npz:NAME, .csv, .safetensors:NAME), "
                  "a number, or [1, 2; 3, 4]")
        ->expected(1)
        ->take_all();
    c->add_option("--shape", o.shapes, "The shape of what has no file, as in 3x4 or W=3x4: random numbers")
        ->expected(1)
        ->take_all();
    c->add_option("--seed", o.seed, "Of the random numbers")->capture_default_str();
  }

  void add_eval() {
    auto* c =
        command("eval", "The value of a penalty, and its gradient", help::eval, [this] { return tool::eval(eval_); });
    add_formula(c, eval_), add_tensors(c, eval_);
    c->add_option("--grad", eval_.gradients, "Where dP/dW is written, as in W=g.npy, or g.npy for the only tensor")
        ->expected(1)
        ->take_all();
    c->add_flag("--coefficients", eval_.coefficients, "dP/dc for each coefficient, too");
    c->add_flag("--double", eval_.as_doubles, "Computes with double where the files have float");
  }
  void add_check() {
    auto* c = command("check", "Compares the gradient with differences", help::check,
                      [this] { return tool::check(check_, output()); });
    add_formula(c, check_), add_tensors(c, check_);
    c->add_option("--against", check_.against, "Checks the gradient in this file instead, as in W=g.npy")
        ->expected(1)
        ->take_all();
    c->add_option("--tolerance", check_.tolerance, "The relative difference that is allowed")
        ->capture_default_str()
        ->check(CLI::Range(1e-12, 1.0));
    c->add_option("--entries", check_.entries, "How many entries of a tensor are looked at")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000000));
  }
  void add_print() {
    auto* c = command("print", "The formula, its gradient or its plan in another form", help::print, [this] {
      for (const auto& word : print_command_->remaining()) {
        if (!word.starts_with("--") || word.size() < 3)
          throw usage_error(word + ": print takes one formula and words of a format, as --latex");
        print_.words.push_back(word.substr(2));
      }
      return tool::print(print_);
    });
    print_command_ = c;
    c->allow_extras();
    add_formula(c, print_);
    c->add_option("--gradient", print_.gradient, "The tensor W of dP/dW, which is printed instead");
    c->add_option("--hessian", print_.hessian, "The tensor W of the diagonal of d2P/dW2, which is printed instead");
    c->add_flag("--plan", print_.plan, "How value and gradient go over memory");
  }
  void add_explain() {
    auto* c = command("explain", "What a formula is: coefficients, gradient, kinks, work", help::explain,
                      [this] { return tool::explain(explain_, output()); });
    add_formula(c, explain_);
  }
  void add_config() {
    auto* c = command("config", "The coefficients as JSON", help::config, [this] { return tool::config(config_); });
    add_formula(c, config_);
  }
  void add_plot() {
    auto* c = command("plot", "A penalty of one or two weights as a picture", help::plot,
                      [this] { return tool::plot(plot_, output()); });
    add_formula(c, plot_), add_tensors(c, plot_);
    c->add_flag_callback(
        "--contours", [this] { plot_.kind = plot_kind::contours; }, "Lines of equal value over two weights");
    c->add_flag_callback(
        "--ball", [this] { plot_.kind = plot_kind::ball; }, "The line where two weights have the value of --level");
    c->add_option("--from", plot_.from, "Where the weights begin")->capture_default_str();
    c->add_option("--to", plot_.to, "Where they end")->capture_default_str();
    c->add_option("--level", plot_.level, "Of --ball")->capture_default_str();
    c->add_option("--points", plot_.points, "Along each axis")->capture_default_str()->check(CLI::Range(2, 10000));
    c->add_option("--svg", plot_.svg, "Writes the picture to this file instead of the terminal");
  }
  void add_bench() {
    auto* c = command("bench", "How long value and gradient take", help::bench, [this] { return tool::bench(bench_); });
    add_formula(c, bench_), add_tensors(c, bench_);
    c->add_flag("--double", bench_.as_doubles, "Entries are double");
    c->add_option("--seconds", bench_.seconds, "For each figure")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 3600.0));
  }
  void add_keras() {
    auto* c = command("keras", "The penalties of a file of Keras or TensorFlow.js", help::keras,
                      [this] { return tool::keras(keras_, output()); });
    c->add_option("FILE", keras_.file, "A .keras, .h5 or model.json file")->required();
    c->add_option("--config", keras_.config, "The config of a file of weights alone");
  }
  void add_fit() {
    auto* c = command("fit", "A small regression under a penalty", help::fit, [this] {
      const bool live = isatty(STDERR_FILENO) == 1;
      const auto a = tool::fit(fit_, output(), [live](const std::string& line) {
        if (live) std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
      });
      if (live) std::fputs("\r\x1b[K", stderr);
      return a;
    });
    c->add_option("DATA", fit_.data, "A .csv file, or a matrix in .npy; - reads CSV from standard input")->required();
    c->add_option("--target", fit_.target, "The column that is explained: its name, or its number from 1, -1 the last")
        ->required();
    c->add_option("--penalty", fit_.formula, "Of the weights, as in \"0.01 * sum(abs(W))\"")->required();
    c->add_option("--set", fit_.settings, "A coefficient and its value, as in l1=0.1")->expected(1)->take_all();
    c->add_option("--loss", fit_.loss, "squares: half the mean squared error; logistic: for a target of 0 and 1")
        ->capture_default_str()
        ->check(CLI::IsMember({"squares", "logistic"}));
    c->add_option("--without", fit_.without, "A column that is left out")->expected(1)->take_all();
    c->add_option("--skip", fit_.skip, "Lines at the beginning of the file that are no part of the table");
    c->add_option("--iterations", fit_.iterations, "At most")->capture_default_str()->check(CLI::Range(1, 1000000));
    c->add_flag("--raw", fit_.raw, "Takes the columns as they are: otherwise mean 0 and variance 1");
    c->add_option("--weights", fit_.weights, "Writes the weights to this file");
    c->add_option("--svg", fit_.svg, "Writes a picture of the weights to this file");
  }
  void add_convert() {
    auto* c = command("convert", "Arrays from one kind of file to another", help::convert,
                      [this] { return tool::convert(convert_); });
    c->add_option("FROM", convert_.from, "A .npy, .npz, .csv or .safetensors file")->required();
    c->add_option("TO", convert_.to, "The file that is written")->required();
    c->add_option("--name", convert_.name, "The array that is taken, of several");
  }

  CLI::App app_;
  CLI::App* print_command_ = nullptr;
  std::function<answer()> command_;
  bool json_ = false;
  eval_options eval_;
  check_options check_;
  print_options print_;
  formula_options explain_, config_;
  plot_options plot_;
  bench_options bench_;
  keras_options keras_;
  fit_options fit_;
  convert_options convert_;
};

}  // namespace
int run(int count, char** words) { return program().run(count, words); }

}  // namespace regula::tool
