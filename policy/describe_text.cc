// Descriptions as text for a terminal, as Markdown, and as data.
#include <algorithm>

#include "policy/describe.h"

namespace reeve::policy {
namespace {

constexpr size_t kColumns = 100;
// A rule whose conditions together are longer than this has a line for each.
constexpr size_t kSentence = 160;

std::string Capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string Sentence(const std::string& text) {
  const bool ended = text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
  return ended ? text : text + ".";
}

// What writes the parts of a description in one form.
class Page {
 public:
  virtual ~Page() = default;
  virtual void Heading(int level, const std::string& text) = 0;
  virtual void Paragraph(const std::string& text) = 0;
  virtual void Labelled(const std::string& label, const std::string& text) = 0;
  virtual void Item(const std::string& text) = 0;
  // Word for word.
  virtual void Code(const std::string& label, const std::string& text) = 0;

  void List(const std::string& label, const std::vector<std::string>& items) {
    if (items.empty()) return;
    Labelled(label, "");
    for (const std::string& item : items) Item(item);
  }
};

class TextPage : public Page {
 public:
  void Heading(int level, const std::string& text) override {
    indent_ = level < 3 ? 0 : 2;
    if (!out_.empty()) out_ += '\n';
    Wrap(text, indent_);
    indent_ += 2;
  }
  void Paragraph(const std::string& text) override { Wrap(text, indent_); }
  void Labelled(const std::string& label, const std::string& text) override {
    Wrap(label + ":" + (text.empty() ? "" : " " + text), indent_);
  }
  void Item(const std::string& text) override { Wrap("- " + text, indent_ + 2); }
  void Code(const std::string& label, const std::string& text) override {
    Wrap(label + ":", indent_);
    out_ += std::string(indent_ + 4, ' ');
    for (const char c : text) {
      out_ += c;
      if (c == '\n') out_ += std::string(indent_ + 4, ' ');
    }
    if (!text.ends_with('\n')) out_ += '\n';
  }

  std::string Take() { return std::move(out_); }

 private:
  // The words on lines of kColumns bytes, the later ones two columns further in.
  void Wrap(const std::string& text, size_t indent) {
    std::string line(indent, ' ');
    bool empty = true;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find_first_of(" \n", begin), text.size());
      const std::string word = text.substr(begin, end - begin);
      begin = end + 1;
      if (word.empty()) continue;
      if (!empty && line.size() + 1 + word.size() > kColumns) {
        out_ += line + "\n";
        line = std::string(indent + 2, ' ');
        empty = true;
      }
      line += (empty ? "" : " ") + word;
      empty = false;
    }
    out_ += line + "\n";
  }

  std::string out_;
  size_t indent_ = 0;
};

class MarkdownPage : public Page {
 public:
  void Heading(int level, const std::string& text) override {
    Break();
    out_ += std::string(static_cast<size_t>(level), '#') + " " + Plain(text) + "\n";
  }
  void Paragraph(const std::string& text) override {
    Break();
    out_ += Plain(text) + "\n";
  }
  void Labelled(const std::string& label, const std::string& text) override {
    Break();
    out_ += "**" + label + "**" + (text.empty() ? "" : ": " + Plain(text)) + "\n";
    in_list_ = false;
  }
  void Item(const std::string& text) override {
    if (!in_list_) out_ += '\n';
    in_list_ = true;
    out_ += "- " + Plain(text) + "\n";
  }
  // A fence that is longer than any in the text.
  void Code(const std::string& label, const std::string& text) override {
    Labelled(label, "");
    std::string fence = "```";
    while (text.find(fence) != std::string::npos) fence += '`';
    out_ += "\n" + fence + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
  }

  std::string Take() { return std::move(out_); }

 private:
  void Break() {
    if (!out_.empty()) out_ += '\n';
    in_list_ = false;
  }

  // On one line, and with nothing that Markdown or HTML would take for itself.
  static std::string Plain(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '\n') {
        out += ' ';
        continue;
      }
      if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
    return out;
  }

  std::string out_;
  bool in_list_ = false;
};

void WriteReason(const Reason& reason, Page* page) {
  if (reason.user.empty()) return;
  if (reason.user == reason.operator_ && reason.user == reason.auditor) {
    page->Labelled("Everybody is told", reason.user);
    return;
  }
  page->Labelled("Who asked is told", reason.user);
  page->Labelled("Who runs the service is told", reason.operator_);
  page->Labelled("Who checks later is told", reason.auditor);
}

void WriteConditions(const RuleDescription& rule, Page* page) {
  const std::string outcome = "the " + rule.what + " " + rule.outcome;
  if (rule.conditions.empty()) {
    page->Paragraph(Sentence("Always, " + outcome));
    return;
  }
  size_t length = 0;
  for (const std::string& condition : rule.conditions) length += condition.size();
  if (rule.conditions.size() == 1 || length <= kSentence) {
    const std::string_view word = rule.any ? "or" : "and";
    page->Paragraph(Sentence("When " + Joined(rule.conditions, word) + ", " + outcome));
    return;
  }
  page->List(rule.any ? "When one of these holds" : "When all of these hold", rule.conditions);
  page->Paragraph(Sentence("Then " + outcome));
}

void WriteRule(const RuleDescription& description, size_t number, Page* page) {
  const Rule& rule = *description.rule;
  const std::string name = rule.title.empty() ? rule.id : rule.title;
  page->Heading(3, "Rule " + std::to_string(number) + ": " + name);
  if (!description.where.empty()) page->Labelled("Where", Capital(description.where));
  WriteConditions(description, page);
  for (const std::string& detail : description.details) page->Paragraph(detail);
  page->List("The caller must", description.duties);
  WriteReason(rule.reason, page);
  page->Labelled("Rule", rule.id + ", severity " + std::string(SeverityName(rule.severity)) +
                             ", in " + rule.file + ", line " + std::to_string(rule.line));
  if (!description.conditions.empty()) page->Code("The condition, exactly", description.exact);
}

void WritePolicy(const PolicyDescription& description, Page* page) {
  const Policy& policy = *description.policy;
  page->Heading(2, "Policy " + policy.id + (policy.title.empty() ? "" : ": " + policy.title));
  if (!description.about.empty()) page->Paragraph(description.about);
  page->Labelled("Owner", policy.owner.empty() ? "nobody is named" : policy.owner);
  if (!policy.references.empty()) page->Labelled("Serves", Joined(policy.references, "and"));
  if (!description.where.empty()) page->Labelled("Where", Capital(description.where));
  page->List("Looks for", description.looks_for);
  page->List("Declares", description.entities);
  page->List("Asks the caller for the attributes", description.attributes);
  page->List("Parameters", description.parameters);
  page->List("Lists", description.lists);
  for (size_t i = 0; i < description.rules.size(); ++i) {
    WriteRule(description.rules[i], i + 1, page);
  }
  if (description.examples.empty()) return;
  page->Heading(3, "For example");
  for (const std::string& example : description.examples) page->Item(example);
}

void Write(const BundleDescription& description, Page* page) {
  const Bundle& bundle = *description.bundle;
  page->Heading(1, bundle.title().empty() ? "Policies" : bundle.title());
  page->Paragraph(description.by_default);
  page->Paragraph(
      "Where several rules apply, the strictest decides: refuse, then wait for a person, then "
      "redact, then allow. A rule that cannot be evaluated counts as if it applied.");
  page->Labelled("Bundle", bundle.digest());
  for (const PolicyDescription& policy : description.policies) WritePolicy(policy, page);
}

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

json::Object RuleJson(const RuleDescription& description) {
  const Rule& rule = *description.rule;
  return {{"id", rule.id},
          {"title", rule.title},
          {"file", rule.file},
          {"line", uint64_t{rule.line}},
          {"effect", EffectName(rule.effect)},
          {"mode", ModeName(rule.mode)},
          {"severity", SeverityName(rule.severity)},
          {"waivable", rule.waivable},
          {"where", description.where},
          {"when", Texts(description.conditions)},
          {"any", description.any},
          {"condition", rule.when},
          {"then", "the " + description.what + " " + description.outcome},
          {"details", Texts(description.details)},
          {"obligations", Texts(description.duties)},
          {"reason", json::Object{{"user", rule.reason.user},
                                  {"operator", rule.reason.operator_},
                                  {"auditor", rule.reason.auditor}}}};
}

json::Object PolicyJson(const PolicyDescription& description) {
  const Policy& policy = *description.policy;
  json::Array rules;
  for (const RuleDescription& rule : description.rules) rules.push_back(RuleJson(rule));
  return {{"id", policy.id},
          {"title", policy.title},
          {"owner", policy.owner},
          {"file", policy.file},
          {"about", description.about},
          {"references", Texts(policy.references)},
          {"where", description.where},
          {"looks_for", Texts(description.looks_for)},
          {"entities", Texts(description.entities)},
          {"attributes", Texts(description.attributes)},
          {"parameters", Texts(description.parameters)},
          {"lists", Texts(description.lists)},
          {"rules", std::move(rules)},
          {"examples", Texts(description.examples)}};
}

}  // namespace

std::string DescriptionText(const BundleDescription& description) {
  TextPage page;
  Write(description, &page);
  return page.Take();
}

std::string DescriptionMarkdown(const BundleDescription& description) {
  MarkdownPage page;
  Write(description, &page);
  return page.Take();
}

json::Object DescriptionJson(const BundleDescription& description) {
  json::Array policies;
  for (const PolicyDescription& policy : description.policies) {
    policies.push_back(PolicyJson(policy));
  }
  return {{"bundle", description.bundle->digest()},
          {"title", description.bundle->title()},
          {"default", description.by_default},
          {"policies", std::move(policies)}};
}

}  // namespace reeve::policy
