// What the expressions of a CEL policy may name: the environment file beside the policy
// (google/cel-go, common/env: variables, functions, container, stdlib, extensions), in YAML.
//
//   name: desk
//   variables:
//     - { name: request, type_name: map, params: [{ type_name: string }, { type_name: dyn }] }
//   functions:
//     - name: isInternal
//       overloads: [{ args: [{ type_name: string }], return: { type_name: bool } }]
//
// Every library of the language is always there, whatever `extensions` says. A function of the host
// is declared here and has no body; one may be given (`--define`), and without it a call is the
// error cel_policy.host_function where it is evaluated.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/environment.h"
#include "policy/cel_policy.h"
#include "policy/cel_substitute.h"

namespace reeve::policy {

struct CelHostFunction {
  std::string name;
  bool member = false;
  size_t arity = 0;  // with the receiver
  cel::Type result;
  Span span;
};

struct CelPolicyEnvironment {
  std::string name;
  cel::Environment variables;  // with the container
  std::vector<CelHostFunction> functions;
  std::set<std::string, std::less<>> macros_left_out;  // of the standard ones
  std::vector<Located> left_out;                       // keys and libraries that say nothing here
};

// Nothing when there were errors. An empty text is an environment without variables.
std::optional<CelPolicyEnvironment> ReadCelPolicyEnvironment(const SourceFile& source,
                                                             std::vector<Diagnostic>* diagnostics);

}  // namespace reeve::policy
