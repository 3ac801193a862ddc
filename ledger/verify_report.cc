// The report of a verification, for a person and for a program.
#include "base/encoding.h"
#include "ledger/anchor_audit.h"
#include "ledger/verify.h"

namespace reeve::ledger {
namespace {

constexpr size_t kMostRangesShown = 10;

std::string Count(uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string RangeText(const IndexRange& range) {
  const std::string first = std::to_string(range.first);
  return range.end - range.first == 1 ? first : first + " to " + std::to_string(range.end - 1);
}

// All lines but the first below the first word of the report's lines.
std::string Indented(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) out += "            ";
  }
  return out;
}

std::string LostText(const Provable& provable) {
  std::string out;
  for (size_t i = 0; i < provable.lost.size() && i < kMostRangesShown; ++i) {
    out += (i == 0 ? "" : ", ") + RangeText(provable.lost[i]);
  }
  if (provable.lost.size() > kMostRangesShown) out += ", ...";
  return out;
}

// What somebody who holds the evidence can still show, whatever is wrong with the rest of it.
std::string ProvableText(const Report& report) {
  const Provable& provable = report.provable;
  if (provable.by == "leaves") {
    std::string out = Count(provable.records, "record has", "records have") +
                      " the leaf hash that lies under the signed root\n";
    if (provable.lost_records == 0) return out;
    return out + "            " + Count(provable.lost_records, "record is", "records are") +
           " not there as signed: " + LostText(provable) + "\n";
  }
  if (provable.by == "checkpoint") {
    return "the first " + Count(provable.records, "record has", "records have") +
           " the root of a signed checkpoint; what follows is proven by its chain alone\n";
  }
  return "nothing: no signed root fits what is there\n";
}

json::Value TimeOrNull(const std::optional<Timestamp>& time) {
  return time ? json::Value(FormatTimestamp(*time)) : json::Value(nullptr);
}

json::Object AnchorsJson(const AnchorFindings& anchors) {
  json::Object out{{"cosigned", anchors.cosigned}, {"stamped", anchors.stamped}};
  if (anchors.cosigned != 0) {
    out.Add("cosigned_size", anchors.cosigned_size)
        .Add("witnesses", json::Array(anchors.witnesses.begin(), anchors.witnesses.end()))
        .Add("witnesses_checked", anchors.witnesses_checked);
  }
  if (anchors.stamped != 0) {
    out.Add("stamped_size", anchors.stamped_size)
        .Add("stamped_time", FormatTimestamp(anchors.stamped_time))
        .Add("authority", anchors.authority)
        .Add("tokens_checked", anchors.tokens_checked);
  }
  return out;
}

json::Object ProvableJson(const Provable& provable) {
  json::Array lost;
  for (const IndexRange& range : provable.lost) {
    lost.push_back(json::Object{{"first", range.first}, {"end", range.end}});
  }
  return {{"by", provable.by},
          {"records", provable.records},
          {"lost_records", provable.lost_records},
          {"lost", std::move(lost)}};
}

}  // namespace

std::optional<uint64_t> Report::FirstWrong() const {
  if (faults.empty()) return std::nullopt;
  return faults.front().index;
}

std::string Report::Text() const {
  std::string out = "log         " + (origin.empty() ? "unknown" : origin) + "\n";
  if (keys.empty()) out += "key         " + (vkey.empty() ? "none" : vkey) + "\n";
  for (const LogKey& key : keys) {
    out += "key         " + (keys.size() == 1 ? key.key.Text() + "\n" : Indented(KeyText(key)));
  }
  out += key_pinned ? "            given by you\n"
                    : "            from the folder itself: whoever could replace the folder could "
                      "replace its key; give the key you know\n";
  out += "checkpoint  size " + std::to_string(size) + ", root " + HexEncode(AsBytes(root)) + "\n";
  out += "checked     " + std::to_string(records_checked) + " records, " +
         std::to_string(checkpoints_checked) + " checkpoints, " + std::to_string(blobs_checked) +
         " blobs\n";
  if (range) {
    out += "range       records " + std::to_string(range->first) + " to " +
           std::to_string(range->second - 1) + "; of the others nothing is said\n";
  }
  out += AnchorsText(anchors);
  if (first_time) {
    out += "times       " + FormatTimestamp(*first_time) + " to " + FormatTimestamp(*last_time) +
           ", never going back\n";
  }
  if (state_keys && ok()) {
    out +=
        "state       " + Count(*state_keys, "key", "keys") + ", equal to the fold over the log\n";
  }
  if (checkpoints_doubtful != 0) {
    out += "doubtful    " + Count(checkpoints_doubtful, "checkpoint was", "checkpoints were") +
           " signed while the key was perhaps in other hands: believe\n"
           "            what a checkpoint of a later key, or one that you kept, confirms\n";
  }
  if (ok()) return out + "result      whole: every record is as it was signed\n";
  out += "result      WRONG\n";
  for (const Fault& fault : faults) {
    out += "  " + (fault.index ? "at " + std::to_string(*fault.index) + ": " : std::string());
    out += fault.code + ": " + fault.message + "\n";
  }
  return out + "provable    " + ProvableText(*this);
}

json::Object Report::Json() const {
  json::Array key_list;
  for (const LogKey& key : keys) key_list.push_back(KeyJson(key));
  json::Array fault_list;
  for (const Fault& fault : faults) {
    json::Object entry;
    if (fault.index) entry.Add("index", *fault.index);
    entry.Add("code", fault.code).Add("message", fault.message);
    fault_list.push_back(std::move(entry));
  }
  json::Object out{{"ok", ok()},
                   {"origin", origin},
                   {"vkey", vkey},
                   {"key_pinned", key_pinned},
                   {"keys", std::move(key_list)},
                   {"size", size},
                   {"root", HexEncode(AsBytes(root))},
                   {"records_checked", records_checked},
                   {"checkpoints_checked", checkpoints_checked},
                   {"checkpoints_doubtful", checkpoints_doubtful},
                   {"blobs_checked", blobs_checked},
                   {"first_time", TimeOrNull(first_time)},
                   {"last_time", TimeOrNull(last_time)},
                   {"faults", std::move(fault_list)},
                   {"provable", ProvableJson(provable)}};
  if (state_keys) out.Add("state_keys", *state_keys);
  if (range) out.Add("range", json::Object{{"first", range->first}, {"end", range->second}});
  if (anchors.cosigned + anchors.stamped != 0) out.Add("anchors", AnchorsJson(anchors));
  return out;
}

}  // namespace reeve::ledger
