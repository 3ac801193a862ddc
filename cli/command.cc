#include "cli/command.h"

#include <iostream>
#include <iterator>

namespace reeve::cli {

std::string ErrorText(const Error& error) {
  std::string text = error.message;
  if (!error.at.empty() && text.find(error.at) == std::string::npos) text += " (" + error.at + ")";
  return (text += " [").append(error.code) += "]";
}

int Fail(const Error& error) {
  std::cerr << "reeve: error: " << ErrorText(error) << "\n";
  return kFailed;
}

std::string ReadStandardInput() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

}  // namespace reeve::cli
