package org.tributary.driver.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a process, with which another process can check whether it is still running.
 *
 * @param pid process ID
 * @param started start time in milliseconds since 1970; 0 if unknown
 * @param place the machine and the PID namespace
 */
record ProcessIdentity(long pid, long started, String place) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-([A-Za-z0-9._-]+)");
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
  private static final Path PROCESS_NUMBERS = Path.of("/proc/self/ns/pid");
  private static final int LONGEST_HOST = 60;

  /** The system derives the start of a process from the clock, which may be adjusted. */
  private static final Duration CLOCK = Duration.ofSeconds(10);

  private static final ProcessIdentity CURRENT = find();

  /** The state of another process. */
  enum Liveness {
    /** The process is running. */
    RUNS,
    /** The process has ended. */
    ENDED,
    /** The process belongs to another machine or container. */
    ELSEWHERE
  }

  /** Returns this process. */
  static ProcessIdentity current() {
    return CURRENT;
  }

  /** Reads what {@link #toString} writes; empty for anything else. */
  static Optional<ProcessIdentity> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ProcessIdentity(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }

  /** Returns the state of the process, as far as this process can determine it. */
  Liveness liveness() {
    if (!place.equals(CURRENT.place)) {
      return Liveness.ELSEWHERE;
    }
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame).isPresent()
        ? Liveness.RUNS
        : Liveness.ENDED;
  }

  /** Process IDs are reused. */
  private boolean isTheSame(ProcessHandle process) {
    long now = startOf(process);
    return started == 0 || now == 0 || Math.abs(now - started) <= CLOCK.toMillis();
  }

  @Override
  public String toString() {
    return pid + "-" + started + "-" + place;
  }

  private static ProcessIdentity find() {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessIdentity(self.pid(), startOf(self), host() + processNumbers());
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String host() {
    String name = hostName().replaceAll("[^A-Za-z0-9.-]", "");
    return name.isEmpty() ? "host" : name.substring(0, Math.min(LONGEST_HOST, name.length()));
  }

  /** Uses the kernel's host name if possible, because a name lookup may block. */
  private static String hostName() {
    try {
      return Files.isReadable(HOST)
          ? Files.readString(HOST)
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the ID of the PID namespace. */
  private static String processNumbers() {
    try {
      return "_" + Files.readSymbolicLink(PROCESS_NUMBERS).toString().replaceAll("[^0-9]", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
