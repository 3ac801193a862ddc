#include "api/end_reading.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <string>

namespace reeve::api {

void EndReading(int port) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) continue;
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
    const bool ours = (address.ss_family == AF_INET && ntohs(v4->sin_port) == port) ||
                      (address.ss_family == AF_INET6 && ntohs(v6->sin6_port) == port);
    if (ours) ::shutdown(fd, SHUT_RD);
  }
}

}  // namespace reeve::api
