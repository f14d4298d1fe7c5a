/**
 * The command line: the only package that depends on all others.
 *
 * <p>Results go to standard output, progress and errors to standard error. Exit codes are those of
 * {@link org.tributary.driver.cli.ExitCode}; a user error is reported with a message and without a
 * stack trace.
 */
package org.tributary.driver.cli;
