#include "api/contracts/presidio_operator.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/json_reader.h"
#include "base/sha256.h"
#include "base/text.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxText = 4096;

// Where each code point of a text begins, and its end.
std::vector<size_t> Starts(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

std::string Masked(std::string_view value, const std::string& with, size_t count, bool from_end) {
  const std::vector<size_t> starts = Starts(value);
  const size_t length = starts.size() - 1;
  const size_t masked = std::min(count, length);
  const size_t first = from_end ? length - masked : 0;
  std::string out(value.substr(0, starts[first]));
  for (size_t i = 0; i < masked; ++i) out += with;
  return out += value.substr(starts[first + masked]);
}

}  // namespace

Result<PresidioOperators::Operator> PresidioOperators::ReadOne(const json::Value& value,
                                                               const std::string& entity) {
  json::ObjectReader reader(value, "/anonymizers/" + entity);
  Operator op;
  op.type = reader.String("type", json::Need::kRequired, kMaxText);
  if (op.type == "replace") {
    op.has_text = value.Find("new_value") != nullptr;
    op.text = reader.String("new_value", json::Need::kOptional, kMaxText);
  } else if (op.type == "mask") {
    op.text = reader.String("masking_char", json::Need::kRequired, kMaxText);
    op.count = reader.Unsigned("chars_to_mask").value_or(0);
    op.from_end = reader.Bool("from_end");
  } else if (op.type == "hash") {
    op.text = reader.String("hash_type", json::Need::kOptional, kMaxText);
    op.salt = reader.String("salt", json::Need::kOptional, kMaxText);
    if (!op.text.empty() && op.text != "sha256") {
      return Error{"json.value", "of hashes there is sha256"};
    }
  } else if (op.type != "redact" && op.type != "keep") {
    return Error{"json.value", "no operator `" + std::string(Clip(op.type, 64)) +
                                   "`: there are replace, redact, mask, hash and keep"};
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return op;
}

Result<PresidioOperators> PresidioOperators::Read(const json::Value* anonymizers) {
  PresidioOperators operators;
  if (anonymizers == nullptr || anonymizers->is_null()) return operators;
  if (anonymizers->as_object() == nullptr) {
    return Error{"json.type", "`anonymizers` is an object of operators by entity"};
  }
  for (const json::Member& member : *anonymizers->as_object()) {
    REEVE_ASSIGN_OR_RETURN(Operator op, ReadOne(member.value, member.key));
    if (member.key == "DEFAULT") {
      operators.default_ = std::move(op);
    } else {
      operators.by_entity_.emplace(member.key, std::move(op));
    }
  }
  return operators;
}

const PresidioOperators::Operator& PresidioOperators::For(const std::string& entity) const {
  const auto found = by_entity_.find(entity);
  return found == by_entity_.end() ? default_ : found->second;
}

std::string PresidioOperators::Changed(const Operator& op, const std::string& entity,
                                       std::string_view value) {
  if (op.type == "redact") return {};
  if (op.type == "keep") return std::string(value);
  if (op.type == "mask") return Masked(value, op.text, op.count, op.from_end);
  if (op.type == "hash") return HexEncode(AsBytes(Sha256({op.salt, value})));
  return op.has_text ? op.text : "<" + entity + ">";
}

json::Object PresidioOperators::Apply(const std::string& text,
                                      std::vector<PresidioSpan> spans) const {
  std::sort(spans.begin(), spans.end(), [](const PresidioSpan& a, const PresidioSpan& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
  const std::vector<size_t> starts = Starts(text);
  std::string out;
  size_t done = 0;        // of the text, in code points
  size_t out_length = 0;  // of `out`, the same
  std::vector<json::Value> items;
  for (const PresidioSpan& span : spans) {
    const size_t start = std::max(span.start, done);
    if (span.end <= start) continue;
    const std::string_view view = text;
    out += view.substr(starts[done], starts[start] - starts[done]);
    out_length += start - done;
    const Operator& op = For(span.entity);
    const std::string changed =
        Changed(op, span.entity, view.substr(starts[start], starts[span.end] - starts[start]));
    const size_t length = CodePointCount(changed);
    items.emplace_back(json::Object{{"start", static_cast<int64_t>(out_length)},
                                    {"end", static_cast<int64_t>(out_length + length)},
                                    {"entity_type", span.entity},
                                    {"text", changed},
                                    {"operator", op.type}});
    out += changed;
    out_length += length;
    done = span.end;
  }
  out += std::string_view(text).substr(starts[done]);
  std::reverse(items.begin(), items.end());
  return {{"text", std::move(out)}, {"items", json::Array(std::move(items))}};
}

}  // namespace reeve::api
