// Passphrases of key files: from a file, the environment or the terminal; never from an argument,
// which other users of the machine could read.
#pragma once

#include <string>

#include "base/result.h"

namespace reeve::cli {

class Parser;

// --passphrase-file
void AddPassphraseOption(Parser& command, std::string* file);

// The first line of the file, or REEVE_KEY_PASSPHRASE, or nothing. key.passphrase, file.*
Result<std::string> GivenPassphrase(const std::string& file);

// The same; where neither is there it is asked for twice on the terminal. key.passphrase: none was
// given and there is no terminal, or the two differ
Result<std::string> NewPassphrase(const std::string& file);

}  // namespace reeve::cli
