#include "base/pkcs11_uri.h"

#include <array>
#include <optional>
#include <utility>

#include "base/encoding.h"

namespace reeve {
namespace {

Error Wrong(const std::string& what) {
  return {"key.uri", what +
                         "; an address of a key looks like "
                         "pkcs11:token=reeve;object=log-key?module-path=/usr/lib/module.so"};
}

// RFC 3986, 2.1; nothing for a sign that is no hex digit, and for a zero byte.
std::optional<std::string> Unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const Result<std::string> byte = HexDecode(text.substr(i + 1, 2));
    if (!byte.ok() || (*byte)[0] == '\0') return std::nullopt;
    out += *byte;
    i += 2;
  }
  return out;
}

bool StandsForItself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~/:").find(c) != std::string_view::npos;
}

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (StandsForItself(c)) {
      out += c;
    } else {
      out.append("%").append(HexEncode(std::string_view(&c, 1)));
    }
  }
  return out;
}

using Attributes = std::array<std::pair<std::string_view, std::string*>, 2>;

// "name=value", between separators, each once, of those known.
Status ReadAttributes(std::string_view text, char separator, const Attributes& known) {
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    const std::string_view attribute = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t equals = attribute.find('=');
    const std::string_view name = attribute.substr(0, equals);
    if (name == "pin-value") return Wrong("a PIN is not written into an address: name its file");
    std::string* place = nullptr;
    for (const auto& [of, value] : known) {
      if (of == name) place = value;
    }
    if (place == nullptr || equals == std::string_view::npos) {
      return Wrong("`" + std::string(name) + "` is no attribute that is read here");
    }
    const auto value = Unescape(attribute.substr(equals + 1));
    if (!value || value->empty() || !place->empty()) {
      return Wrong("`" + std::string(name) + "` is empty, there twice, or badly escaped");
    }
    *place = *value;
  }
  return {};
}

}  // namespace

Result<Pkcs11Uri> Pkcs11Uri::Parse(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.size() > kMaxPkcs11UriBytes) return Wrong("the address has more than 4,096 bytes");
  if (!text.starts_with(kPkcs11Scheme)) return Wrong("the address does not begin with `pkcs11:`");
  for (const char c : text) {
    if (c <= ' ' || c > '~')
      return Wrong("a blank or a sign outside of ASCII must be escaped (%20)");
  }
  text.remove_prefix(kPkcs11Scheme.size());
  const size_t query = std::min(text.find('?'), text.size());
  Pkcs11Uri uri;
  REEVE_RETURN_IF_ERROR(ReadAttributes(text.substr(0, query), ';',
                                       {{{"token", &uri.token}, {"object", &uri.object}}}));
  REEVE_RETURN_IF_ERROR(
      ReadAttributes(text.substr(std::min(query + 1, text.size())), '&',
                     {{{"module-path", &uri.module_path}, {"pin-source", &uri.pin_source}}}));
  if (uri.pin_source.starts_with("file:")) {
    uri.pin_source.erase(0, uri.pin_source.starts_with("file://") ? 7 : 5);
  }
  for (const auto& [name, value] :
       {std::pair("token", &uri.token), std::pair("object", &uri.object),
        std::pair("module-path", &uri.module_path)}) {
    if (value->empty()) return Wrong("`" + std::string(name) + "` is missing");
  }
  return uri;
}

std::string Pkcs11Uri::Text() const {
  std::string text(kPkcs11Scheme);
  text.append("token=").append(Escape(token)).append(";object=").append(Escape(object));
  text.append("?module-path=").append(Escape(module_path));
  if (!pin_source.empty()) text.append("&pin-source=").append(Escape(pin_source));
  return text;
}

}  // namespace reeve
