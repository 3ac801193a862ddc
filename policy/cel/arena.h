// Arena: monotonic memory for the values that one evaluation makes.
//
// Allocation bumps a pointer; nothing is freed one by one and no destructor runs, so only
// trivially destructible types may live here. Reset keeps the largest block, so an arena that is
// reused soon stops allocating from the heap.
//
// Thread-safety: one thread at a time. Values made in an arena die at Reset or destruction.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace reeve::cel {

class Arena {
 public:
  // No memory is taken before the first allocation.
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // `align` is a power of two, at most alignof(std::max_align_t).
  void* Allocate(size_t size, size_t align) {
    const size_t start = (used_ + align - 1) & ~(align - 1);
    if (start + size > capacity_) return AllocateSlow(size, align);
    used_ = start + size;
    return base_ + start;
  }

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // Value-initialised.
  template <typename T>
  std::span<T> NewArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    const size_t size =
        sizeof(T) * count;  // NOLINT(bugprone-sizeof-expression): T may be a pointer
    return {new (Allocate(size, alignof(T))) T[count](), count};
  }

  std::string_view Copy(std::string_view text);

  // Forgets every allocation and keeps one block.
  void Reset();

  // Forgets what was allocated since the mark was made, and gives its blocks back. No Reset lies in
  // between.
  struct Mark {
    std::byte* base;
    size_t used;
    size_t capacity;
    size_t reserved;
    size_t blocks;
  };
  Mark GetMark() const { return {base_, used_, capacity_, reserved_, blocks_.size()}; }
  void Rewind(const Mark& mark);

  // Bytes taken from the heap.
  size_t reserved() const { return reserved_; }

 private:
  void* AllocateSlow(size_t size, size_t align);

  std::byte* base_ = nullptr;  // the newest block
  size_t used_ = 0;
  size_t capacity_ = 0;
  size_t reserved_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

}  // namespace reeve::cel
