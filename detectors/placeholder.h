// What stands where a secret would stand but is none: specimens, placeholders, references to
// something that holds the secret.
// Thread-safety: pure functions.
#pragma once

#include <string_view>

namespace reeve::detectors {

// A token that was typed and not drawn: "EXAMPLE" or "changeme" inside, xxxxx, ten letters or
// digits in their order.
bool IsSpecimen(std::string_view token);

// A value that is no literal: ${VAR}, $(command), {{ template }}, <your key>, %VAR%, os.environ,
// process.env.KEY, getenv("KEY"), config["key"], a path of a secret store, ENC[...].
bool IsReference(std::string_view value);

// Words that stand for a password in documentation and forms ("password", "changeme", "user",
// "secret", "required"), the same byte over and over, dots, stars, hex digits in both cases.
bool IsPlaceholder(std::string_view value);

// Looks like drawn letters and digits and not like words, names, versions, hosts: it has letters
// and a digit, and at most half of it are pieces that read like words.
bool LooksDrawn(std::string_view value);

}  // namespace reeve::detectors
