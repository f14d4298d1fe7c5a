package org.tributary.driver.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tributary.core.gemm.Blas;

/**
 * The machine on which the benchmarks run.
 *
 * @param processor its name, or the architecture where the system does not tell
 * @param cores processors that this JVM may use
 * @param memoryBytes of the machine
 * @param system the operating system
 * @param java the Java that runs
 * @param blas the BLAS library
 */
public record Machine(
    String processor, int cores, long memoryBytes, String system, String java, String blas) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern NAME = Pattern.compile("model name\\s*:\\s*(.+)");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  /** Describes this machine. */
  public static Machine here() {
    return new Machine(
        processorOf(lines(PROCESSORS)),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        Blas.description());
  }

  /** Returns the peak memory of this process, if the system reports it. */
  public static OptionalLong peakMemoryBytes() {
    return peakOf(lines(STATUS));
  }

  static String processorOf(List<String> lines) {
    return lines.stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1).strip())
        .findFirst()
        .orElseGet(() -> System.getProperty("os.arch"));
  }

  static OptionalLong peakOf(List<String> lines) {
    return lines.stream()
        .map(PEAK::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
