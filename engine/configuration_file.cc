#include "engine/configuration_file.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/yaml.h"

namespace reeve::engine {
namespace {

using policy::YamlNode;

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// A file in which all is commented out sets nothing, which is no mistake.
bool HasOnlyComments(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const size_t begin = text.substr(0, end).find_first_not_of(" \r");
    if (begin != std::string_view::npos && text[begin] != '#') return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

// What people would look for a place for: it must not stand in a file that many may read.
std::string AboutSecrets(std::string_view name) {
  constexpr std::array<std::string_view, 4> kWords = {"passphrase", "password", "secret", "token"};
  const bool is_secret = std::any_of(kWords.begin(), kWords.end(), [name](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
  return is_secret ? "; a secret stands in a file of its own or in the environment, never here"
                   : "";
}

// `at`: where a value that is not there is missed.
void ReadValue(const std::string& name, const YamlNode& node, const policy::Span& at,
               std::vector<std::string>* values, policy::Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kScalar || node.scalar.empty()) {
    reporter.Error(
        "config.type", node.kind == YamlNode::Kind::kNull ? at : node.span,
        Quoted(name) + " must be a text, not " +
            (node.kind == YamlNode::Kind::kScalar ? "an empty one" : std::string(node.KindName())) +
            "; leave it out for what is built in");
  } else if (node.scalar.size() > kMaxSettingBytes) {
    reporter.Error("config.too_long", node.span,
                   Quoted(name) + " has " + std::to_string(node.scalar.size()) +
                       " bytes; the most is " + std::to_string(kMaxSettingBytes));
  } else if (node.scalar.find('\0') != std::string::npos) {
    reporter.Error("config.type", node.span, Quoted(name) + " has a zero byte");
  } else {
    values->push_back(node.scalar);
  }
}

std::vector<std::string> ReadValues(const policy::YamlMember& member, policy::Reporter& reporter) {
  const std::string& name = member.key;
  const YamlNode& node = member.value;
  std::vector<std::string> values;
  if (node.kind != YamlNode::Kind::kSequence) {
    ReadValue(name, node, member.key_span, &values, reporter);
  } else if (node.items.empty() || node.items.size() > kMaxSettingValues) {
    reporter.Error("config.type", node.span,
                   Quoted(name) + " must have 1 to " + std::to_string(kMaxSettingValues) +
                       " values, and has " + std::to_string(node.items.size()));
  } else {
    for (const YamlNode& item : node.items) {
      ReadValue(name, item, node.span, &values, reporter);
    }
  }
  return values;
}

}  // namespace

std::vector<ConfigurationEntry> ReadConfigurationFile(std::span<const std::string> names,
                                                      policy::Reporter& reporter) {
  std::vector<ConfigurationEntry> entries;
  if (reporter.text().size() > kMaxConfigurationBytes) {
    reporter.Error("config.too_large", {},
                   "the file has " + std::to_string(reporter.text().size()) +
                       " bytes; the most is " + std::to_string(kMaxConfigurationBytes));
    return entries;
  }
  if (HasOnlyComments(reporter.text())) return entries;
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return entries;
  if (root->kind != YamlNode::Kind::kMap) {
    reporter.Error("config.type", root->span,
                   "the configuration must be a map of settings, such as `port: 8484`, and is " +
                       std::string(root->KindName()));
    return entries;
  }
  entries.reserve(root->members.size());
  for (const policy::YamlMember& member : root->members) {
    if (std::find(names.begin(), names.end(), member.key) == names.end()) {
      const std::string meant = DidYouMeanSuffix(member.key, names);
      reporter.Error(
          "config.unknown", member.key_span,
          "no setting " + Quoted(member.key) + (meant.empty() ? AboutSecrets(member.key) : meant));
      continue;
    }
    std::vector<std::string> values = ReadValues(member, reporter);
    if (!values.empty()) entries.push_back({member.key, member.key_span, std::move(values)});
  }
  return entries;
}

}  // namespace reeve::engine
