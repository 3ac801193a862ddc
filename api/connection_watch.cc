#include "api/connection_watch.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace reeve::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// An end that nobody waited for, since there was nothing idle then, comes so much later at most.
constexpr milliseconds kLookEvery{1000};
constexpr uint64_t kNudge = 0;

struct Idle {
  std::shared_ptr<Connection> connection;
  uint64_t id;
  steady_clock::time_point end;
};
using Queue = std::list<Idle>;  // in the order in which they end

}  // namespace

struct ConnectionWatch::Impl {
  Impl(size_t the_most, milliseconds the_longest) : most(the_most), longest(the_longest) {
    epoll_event told{.events = EPOLLIN, .data = {.u64 = kNudge}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, nudge, &told);
  }
  ~Impl() {
    ::close(epoll);
    ::close(nudge);
  }

  // Ends what is idle for too long; how long to wait then.
  int EndOld() REEVE_EXCLUDES(mutex) {
    std::vector<std::shared_ptr<Connection>> over;  // closed without the lock
    const MutexLock lock(mutex);
    const auto now = steady_clock::now();
    while (!queue.empty() && queue.front().end <= now) over.push_back(Take(queue.begin()));
    if (queue.empty()) return static_cast<int>(kLookEvery.count());
    const auto left = std::chrono::ceil<milliseconds>(queue.front().end - now);
    return static_cast<int>(std::min(left, kLookEvery).count());
  }

  std::shared_ptr<Connection> Remove(uint64_t id) REEVE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const auto found = places.find(id);
    return found == places.end() ? nullptr : Take(found->second);
  }

  std::shared_ptr<Connection> Take(Queue::iterator place) REEVE_REQUIRES(mutex) {
    std::shared_ptr<Connection> connection = std::move(place->connection);
    places.erase(place->id);
    queue.erase(place);
    return connection;
  }

  // One event, and then none until it is asked for again. A socket leaves with its end.
  void Ask(int socket, uint64_t id) const {
    epoll_event told{.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data = {.u64 = id}};
    if (::epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &told) == 0 || errno != ENOENT) return;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &told);
  }

  const size_t most;
  const milliseconds longest;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  const int nudge = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  Mutex mutex;
  bool stopped REEVE_GUARDED_BY(mutex) = false;
  uint64_t next_id REEVE_GUARDED_BY(mutex) = kNudge + 1;
  Queue queue REEVE_GUARDED_BY(mutex);
  std::unordered_map<uint64_t, Queue::iterator> places REEVE_GUARDED_BY(mutex);
};

ConnectionWatch::ConnectionWatch(size_t most, milliseconds longest)
    : impl_(std::make_unique<Impl>(most, longest)) {}

ConnectionWatch::~ConnectionWatch() { Stop(); }

void ConnectionWatch::Add(std::shared_ptr<Connection> connection) {
  std::shared_ptr<Connection> over;  // closed without the lock
  const int socket = connection->socket();
  const MutexLock lock(impl_->mutex);
  if (impl_->stopped) return;
  if (impl_->queue.size() >= impl_->most) over = impl_->Take(impl_->queue.begin());
  const uint64_t id = impl_->next_id++;
  impl_->queue.push_back({std::move(connection), id, steady_clock::now() + impl_->longest});
  impl_->places[id] = std::prev(impl_->queue.end());
  impl_->Ask(socket, id);
}

std::shared_ptr<Connection> ConnectionWatch::Wait() {
  const int millis = impl_->EndOld();
  epoll_event event{};
  if (::epoll_wait(impl_->epoll, &event, 1, millis) <= 0) return nullptr;
  if (event.data.u64 != kNudge) return impl_->Remove(event.data.u64);
  eventfd_t count = 0;
  ::eventfd_read(impl_->nudge, &count);
  return nullptr;
}

void ConnectionWatch::Nudge() { ::eventfd_write(impl_->nudge, 1); }

void ConnectionWatch::Stop() {
  Queue over;  // closed without the lock
  const MutexLock lock(impl_->mutex);
  impl_->stopped = true;
  impl_->places.clear();
  over.swap(impl_->queue);
}

}  // namespace reeve::api
