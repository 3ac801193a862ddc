#include "api/end_reading.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <string>

namespace reeve::api {
namespace {

int PortOf(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return -1;
  if (storage.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
  }
  if (storage.ss_family != AF_INET6) return -1;
  return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
}

}  // namespace

void EndReading(int port) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    if (PortOf(fd) == port) ::shutdown(fd, SHUT_RD);
  }
}

bool LeavesBody(std::string_view method, bool chunked, std::string_view length) {
  if (method == "POST" || method == "PUT" || method == "PATCH") return false;
  if (method == "DELETE") return chunked;
  return chunked || (!length.empty() && length != "0");
}

}  // namespace reeve::api
