# cmake -D RUNNER=... -D CORPUS=dev.tar.xz -D FOLDER=... -P compare.cmake
# Unpacks the external cases and computes every value that they name, where they are.
if(NOT EXISTS ${CORPUS})
  message("skipped: there is no ${CORPUS}")
  return()
endif()
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xJf ${CORPUS} WORKING_DIRECTORY ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${RUNNER} ${FOLDER}/dev/bias RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "some value of the external cases did not come out")
endif()
