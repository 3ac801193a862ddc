#include "cli/command.h"

#include <iostream>
#include <iterator>

namespace reeve::cli {

int Fail(const Error& error) {
  std::cerr << "reeve: error: " << error.message;
  if (!error.at.empty() && error.message.find(error.at) == std::string::npos) {
    std::cerr << " (" << error.at << ")";
  }
  std::cerr << " [" << error.code << "]\n";
  return kFailed;
}

std::string ReadStandardInput() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

}  // namespace reeve::cli
