// SPDX-License-Identifier: MIT
#include <regula/tool/answer.hpp>
#include <regula/tool/words.hpp>

namespace regula::tool {

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

}  // namespace regula::tool
