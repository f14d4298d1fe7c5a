/**
 * The command line: the only place where everything meets.
 *
 * <p>Results go to standard output, progress and errors to standard error. Exit codes are those of
 * {@link org.tributary.driver.cli.ExitCode}; a user's mistake ends with a message and no stack
 * trace.
 */
package org.tributary.driver.cli;
