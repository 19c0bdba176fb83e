/*
 * failure_class.h (private to cause): the class of a failure's message.
 */
#ifndef HCC_RUN_FAILURE_CLASS_H
#define HCC_RUN_FAILURE_CLASS_H

#include "run/failure.h"

enum failure_class failure_judge(const char *message);
/* Does the line shout an error (ERROR, CRITICAL, SomethingError:)? */
bool		 failure_is_error_line(const char *line);

#endif
