// The one place a log line is written: key=value pairs on standard error, by spdlog.
//
// Never log a prompt, a secret, a token, a body or a personal value: log ids, codes and counts.
// Thread-safety: any thread.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace reeve {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LogField {
  std::string_view key;
  std::string value;

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  LogField(std::string_view k, std::integral auto v) : key(k), value(std::to_string(v)) {}
};

void SetLogLevel(LogLevel level);

// "2026-11-20T09:30:00.000Z level=info event=server.started port=8484". A value with a space, a
// quote, an equals sign or a control character is quoted and escaped, so one event is one line.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace reeve
