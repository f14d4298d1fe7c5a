package org.tributary.core.model;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/**
 * Why a file cannot be read or written, on one line. Many exceptions of java.nio have nothing but
 * the path for their message, and others have none.
 */
public final class FileFailure {
  /** What java.io says in parentheses if a file is there, and cannot be opened. */
  private static final Pattern THERE =
      Pattern.compile(
          "\\((Permission denied|Operation not permitted|Is a directory|Input/output error"
              + "|File name too long|Too many [^()]*|Stale [^()]*)\\)$");

  /** What a message begins with if it is that of a cause. */
  private static final Pattern CLASS =
      Pattern.compile("^.*\\b([a-z]\\w*\\.)+\\w+(Exception|Error): ");

  private FileFailure() {}

  /** Returns a line of a message without the name of an exception in front of it. */
  public static String withoutClass(String line) {
    return CLASS.matcher(line).replaceFirst("");
  }

  /**
   * Tells whether an exception means that there is no such file, and not that it cannot be opened:
   * java.io throws a FileNotFoundException for both.
   */
  public static boolean isAbsence(IOException failure) {
    return failure instanceof NoSuchFileException
        || (failure instanceof FileNotFoundException
            && !THERE.matcher(String.valueOf(failure.getMessage())).find());
  }

  /** Returns the reason, with the path if the exception has it. */
  public static String reason(Throwable failure) {
    if (failure instanceof FileSystemException known && known.getReason() == null) {
      return reason(known);
    }
    String message = failure.getMessage();
    if (failure instanceof EOFException && (message == null || message.isBlank())) {
      return "it ends too early";
    }
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : withoutClass(message.lines().findFirst().orElse(message));
  }

  private static String reason(FileSystemException failure) {
    String file = failure.getFile();
    if (failure instanceof AccessDeniedException) {
      return "permission denied: " + file;
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no file or directory " + file;
    }
    if (failure instanceof NotDirectoryException) {
      return file + " is a file (expected a directory)";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return file + " is there already";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return file + " is a directory with files (expected an empty one)";
    }
    return failure.getClass().getSimpleName() + ": " + file;
  }
}
