/* libreeve: decisions and their records in this process, for C and for whatever calls C.
 *
 *   reeve_options options = {sizeof options};
 *   options.data = "data";
 *   options.policies = "policies";
 *   options.systems = "systems.yaml";
 *   reeve_engine* engine = NULL;
 *   char* text = NULL;
 *   reeve_effect effect = REEVE_DENY;
 *   if (reeve_open(&options, &engine, &text) != REEVE_OK) ...   // text: why, as JSON
 *   if (reeve_decide(engine, request, strlen(request), &effect, &text) == REEVE_OK &&
 *       effect == REEVE_ALLOW) ...                              // text: the decision, as JSON
 *   reeve_free(text);
 *   reeve_close(engine);
 *
 * Requests and decisions are those of POST /v1/decisions (docs/api/openapi.yaml). A decision comes
 * back once its record is durable. Whatever fails, the effect is REEVE_DENY: what is not decided
 * and recorded must not happen.
 *
 * One process has a data folder at a time. Threads: every function, from any thread; reeve_close
 * once no other call is under way, and no call after it. Texts are UTF-8, end with a zero byte, and
 * are the caller's, to be given to reeve_free. Log lines go to standard error.
 *
 * docs/embedding.md. */
#pragma once

#include <stddef.h>

#if defined(__GNUC__)
#define REEVE_API __attribute__((visibility("default")))
#else
#define REEVE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when a call or a type changes so that a program must be compiled anew. */
#define REEVE_ABI_VERSION 1
REEVE_API int reeve_abi_version(void);

typedef enum reeve_status {
  REEVE_OK = 0,
  REEVE_INVALID = 1, /* what was given is wrong, and stays so: the message says where */
  REEVE_REFUSED = 2, /* not for this caller, or nothing of that name */
  REEVE_BUSY = 3,    /* more waits than may: try again */
  REEVE_FAILED = 4   /* a file, a key, a log that has stopped */
} reeve_status;

typedef enum reeve_effect {
  REEVE_ALLOW = 0,
  REEVE_REDACT = 1, /* go on with the content of the decision, not with what was sent */
  REEVE_HOLD = 2,   /* stop until the approval is given */
  REEVE_DENY = 3
} reeve_effect;

/* `size` is sizeof(reeve_options); other members that are 0 or NULL have the value in brackets. */
typedef struct reeve_options {
  size_t size;
  const char* data;      /* folder of the log and its keys, made at the first open */
  const char* policies;  /* folder of policy documents [the bundle that the log has active] */
  const char* systems;   /* register of systems, YAML [those that the log knows] */
  const char* origin;    /* name of a new log [reeve.local/ and random digits] */
  const char* principal; /* who calls, as records have it ["embedded"] */
  const char* tenant;    /* ["default"] */
} reeve_options;

typedef struct reeve_engine reeve_engine;

/* Opens, compiles the policies and makes them the active bundle, registers the systems. `text`: in
 * case of failure {"code","message","at"}. */
REEVE_API reeve_status reeve_open(const reeve_options* options, reeve_engine** engine, char** text);

/* `text`: the decision, or {"code","message","at"}. */
REEVE_API reeve_status reeve_decide(reeve_engine* engine, const char* request, size_t size,
                                    reeve_effect* effect, char** text);

/* The receipt of a decision, by its id: a text that proves it (reeve receipt verify). */
REEVE_API reeve_status reeve_receipt(reeve_engine* engine, const char* decision, char** text);

/* Finishes what is queued. NULL is none. */
REEVE_API void reeve_close(reeve_engine* engine);

/* Of a text that was given by a call. NULL is none. */
REEVE_API void reeve_free(char* text);

#ifdef __cplusplus
}
#endif
