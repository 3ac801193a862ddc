# cmake -D RUNNER=... -D CORPUS=dev.tar.xz -D FOLDER=... -D KNOWN=...
#       -P cel_policy_corpus.cmake
# Unpacks the corpus and runs its documents of the CEL Policy format, where the corpus is there.
if(NOT EXISTS ${CORPUS})
  message("skipped: there is no ${CORPUS}")
  return()
endif()
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xJf ${CORPUS} WORKING_DIRECTORY ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${RUNNER} --verbose --known ${KNOWN}
                        ${FOLDER}/dev/cel_extra/cel_policy.jsonl
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "other documents failed than those of ${KNOWN}")
endif()
