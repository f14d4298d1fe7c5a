/**
 * Unpacks the native libraries of the jar, so that no other user of the machine can replace them.
 *
 * <p>{@link org.tributary.core.natives.NativeFiles} is the way in: it takes a {@link
 * org.tributary.core.natives.Bundle} and returns the directory that holds its files, checked.
 * {@code TrustedPath} says what is safe, {@code Cache} keeps files between runs, {@code
 * TemporaryDirectory} those of one JVM. {@link org.tributary.core.natives.TemporaryFiles} judges
 * the JVM's temporary directory for libraries that unpack themselves.
 *
 * <p>Files are those of Linux: owners are numbers, permissions are modes. This package loads
 * nothing, and imports no other of Tributary.
 */
package org.tributary.core.natives;
